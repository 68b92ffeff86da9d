using Microsoft.Win32.SafeHandles;

namespace Wallet.Cli.Output;

/// <summary>
/// Keeps our output out of other files when the caller has closed standard descriptors, as daemons do.
/// </summary>
internal static class StandardDescriptors
{
    private const int LastStandard = 2;

    private static readonly List<SafeFileHandle> Reserved = [];

    /// <summary>
    /// Occupies closed standard descriptors. Otherwise the connection to the broker would get one, and our output would
    /// go to the broker.
    /// </summary>
    public static void Reserve()
    {
        SafeFileHandle taken;
        do
        {
            taken = File.OpenHandle("/dev/null");
            Reserved.Add(taken);
        }
        while (taken.DangerousGetHandle() <= LastStandard);
    }

    /// <summary>
    /// Whether .NET itself took a descriptor before the program began, for a pipe of its own or something that no
    /// caller passes on.
    /// </summary>
    public static bool IsTaken(int descriptor)
    {
        if (!OperatingSystem.IsLinux() || Target($"{descriptor}") is not { } target)
            return false;
        if (!target.StartsWith("pipe:", StringComparison.Ordinal))
            return target.StartsWith("anon_inode:", StringComparison.Ordinal)
                || target.StartsWith("/memfd:", StringComparison.Ordinal);
        return Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(Path.GetFileName)
            .Any(other => other != $"{descriptor}" && Target(other!) == target && IsRead(other!));
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed meanwhile
        }
    }

    /// <summary>The flags' last digit is the access mode: 0 to read, 1 to write, 2 for both.</summary>
    private static bool IsRead(string descriptor)
    {
        try
        {
            return File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(line =>
                line.StartsWith("flags:", StringComparison.Ordinal))[^1] != '1';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
