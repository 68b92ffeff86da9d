#pragma warning disable MA0047 // the runtime looks for this name in no namespace
/// <summary>
/// Runs in a .NET process that is measured, before its Main: the worker itself is the one that ships. Notes what was
/// allocated.
/// </summary>
internal static class StartupHook
{
    /// <summary>Names the file that the number is written to, 20 times a second.</summary>
    public const string FileVariable = "WALLET_BENCH_COUNTERS";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file)
            new Thread(() => Write(file)) { IsBackground = true }.Start();
    }

    private static void Write(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        while (true)
        {
            RandomAccess.Write(file, BitConverter.GetBytes(GC.GetTotalAllocatedBytes()), 0);
            Thread.Sleep(50);
        }
    }
}
