using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What the pages link to and name is there: files move, and no compiler reads a page.</summary>
public sealed partial class PageTests
{
    private static readonly string[] Files =
    [
        .. Directory.EnumerateFiles(Repository.Root).Concat(Directory.EnumerateDirectories(Repository.Root)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !BuiltPattern().IsMatch(file)),
    ];

    private static readonly HashSet<string> Paths = [.. Files.SelectMany(WithFolders)];

    private static IEnumerable<string> Pages => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Every_link_to_a_file_leads_there_and_to_a_heading_that_it_has() =>
        Pages.SelectMany(page => LinkPattern().Matches(Text(page))
            .Where(link => !Leads(page, link.Groups["path"].Value, link.Groups["heading"].Value))
            .Select(link => $"{page}: {link.Value}")).ShouldBeEmpty();

    [Fact]
    public void Every_file_and_folder_that_a_page_names_is_there() =>
        Pages.Where(page => page != "CHANGELOG.md") // which tells of files that were
            .SelectMany(page => PathPattern().Matches(Text(page))
                .Where(path => !Exists(path.Groups["path"].Value.TrimEnd('/'))).Select(path => $"{page}: {path.Value}"))
            .ShouldBeEmpty();

    private static bool Leads(string page, string path, string heading)
    {
        var target = path.Length == 0 ? page : Path.GetRelativePath(
            Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, path)).TrimEnd('/');
        return Paths.Contains(target) && (heading.Length == 0 || Anchors(Text(target)).Contains(heading));
    }

    /// <summary>What a host of repositories makes of headings.</summary>
    private static IEnumerable<string> Anchors(string page) => HeadingPattern().Matches(page)
        .Select(heading => PunctuationPattern().Replace(heading.Groups["text"].Value, ""))
        .Select(heading => heading.Replace(' ', '-').ToLowerInvariant());

    /// <summary>A page may leave out where a path begins and a file's ending: <c>Pipeline/BodyFilter</c>.</summary>
    private static bool Exists(string path) => Paths.Any(one =>
        $"/{one}".EndsWith($"/{path}", StringComparison.Ordinal)
        || $"/{one}".EndsWith($"/{path}.cs", StringComparison.Ordinal));

    private static IEnumerable<string> WithFolders(string file)
    {
        for (var path = file; !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
            yield return path;
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    [GeneratedRegex(@"(^|/)(bin|obj|node_modules)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuiltPattern();

    [GeneratedRegex(@"\]\((?!\w+:)(?<path>[^)#\s]*)(#(?<heading>[^)\s]+))?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkPattern();

    [GeneratedRegex(
        @"`(?<path>((src|tests|bench|docs|eng|deploy|samples)/[\w./-]*|([A-Z]\w+/)+([A-Z][\w.]*)?))`",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex PathPattern();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex PunctuationPattern();
}
