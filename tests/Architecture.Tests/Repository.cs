namespace Architecture.Tests;

internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Wallet.Worker.sln")))
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("There is no root above the tests.");
        return folder;
    }
}
