using System.Globalization;
using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// Operators match log lines by the id of their event, so that an id, once published, keeps its meaning.
/// docs/telemetry.md has them all.
/// </summary>
public sealed partial class LogEventTests
{
    private static readonly List<Match> Calls = [.. Repository.Sources("src")
        .SelectMany(file => CallPattern().Matches(File.ReadAllText(file)))];

    [Fact]
    public void Every_line_that_is_logged_by_default_has_an_event_and_a_constant_text() =>
        Calls.Where(call => !call.Groups["id"].Success || !call.Groups["text"].Success).Select(call => call.Value)
            .ShouldBeEmpty();

    [Fact]
    public void An_event_has_one_id_one_name_and_one_text()
    {
        var events = Calls.Select(call => (call.Groups["id"].Value, call.Groups["name"].Value, TextOf(call)))
            .Distinct().ToList();

        events.Select(one => one.Item1).ShouldBeUnique();
        events.Select(one => one.Item2).ShouldBeUnique();
    }

    [Fact]
    public void The_table_in_the_page_of_telemetry_has_every_event()
    {
        string[] header = ["| id | event | level | text |", "|---|---|---|---|"];

        header.Concat(Calls.OrderBy(call => int.Parse(call.Groups["id"].Value, CultureInfo.InvariantCulture))
            .Select(Row).Distinct()).ToList().ShouldBeTheTableIn("docs/telemetry.md");
    }

    private static string Row(Match call) =>
        $"| {call.Groups["id"]} | `{call.Groups["name"]}` | {call.Groups["level"]} | {TextOf(call)} |";

    private static string TextOf(Match call) =>
        JoinPattern().Replace(call.Groups["text"].Value, "")[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);

    [GeneratedRegex(
        """
        \.Log(?<level>Information|Warning|Error|Critical)\(
        \s*(new\ EventId\((?<id>\d+),\ "(?<name>\w+)"\),\s*)?(error,\s*)?
        (?<text>"([^"\\]|\\.)*"(\s*\+\s*"([^"\\]|\\.)*")*)?
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        1000)]
    private static partial Regex CallPattern();

    [GeneratedRegex(@"""\s*\+\s*""", RegexOptions.None, 1000)]
    private static partial Regex JoinPattern();
}
