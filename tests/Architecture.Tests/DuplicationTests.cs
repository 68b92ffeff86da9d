using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>What stands in two places is changed in one of them.</summary>
public sealed partial class DuplicationTests
{
    private const int LinesMax = 5;

    /// <summary>
    /// Lines that say something: imports, lone braces, blank lines and tags of comments neither count nor interrupt.
    /// </summary>
    [Fact]
    public void No_two_places_share_six_lines()
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        var doubles = new List<string>();
        foreach (var (place, text) in Repository.Sources("src").SelectMany(Runs))
        {
            if (!places.TryAdd(text, place))
                doubles.Add($"{places[text]} ~ {place}");
        }

        doubles.ShouldBeEmpty();
    }

    private static IEnumerable<(string Place, string Text)> Runs(string file)
    {
        var lines = File.ReadLines(file)
            .Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => !EmptyPattern().IsMatch(line.Text))
            .ToList();
        return Enumerable.Range(0, Math.Max(0, lines.Count - LinesMax)).Select(first => (
            $"{Repository.Short(file)}:{lines[first].Number}",
            string.Join('\n', lines[first..(first + LinesMax + 1)].Select(line => line.Text))));
    }

    [GeneratedRegex(@"^(using [\w. =]+;|namespace .*|///? ?(</?\w+/?>)?|\W*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyPattern();
}
