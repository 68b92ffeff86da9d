using System.Text.RegularExpressions;

namespace Architecture.Tests;

internal static partial class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The sources in some folders, without what a build makes.</summary>
    public static IEnumerable<string> Sources(params string[] folders) => folders
        .Select(folder => Path.Combine(Root, folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !BuiltPattern().IsMatch(file));

    public static string Short(string file) => Path.GetRelativePath(Root, file);

    [GeneratedRegex(@"[/\\](bin|obj|node_modules)[/\\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuiltPattern();

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
