using System.Text.RegularExpressions;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

/// <summary>
/// The metrics of docs/telemetry.md, in rows such as <c>| `wallet.messages` | `{message}` | counter | …</c>
/// </summary>
internal static partial class DocumentedMetrics
{
    public static IReadOnlyList<(string Name, string Unit)> All { get; } =
        [.. Rows().Select(row => (row["name"].Value, row["unit"].Value))];

    /// <summary>As Prometheus names what it takes by OTLP: underscores, the unit, and what kind it is.</summary>
    public static IReadOnlySet<string> InPrometheus { get; } =
        Rows().SelectMany(InPrometheusOf).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<GroupCollection> Rows() => RowPattern()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/telemetry.md"))).Select(row => row.Groups);

    private static string[] InPrometheusOf(GroupCollection row)
    {
        var unit = row["unit"].Value switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var name = row["name"].Value.Replace('.', '_') + unit;
        return row["kind"].Value switch
        {
            "counter" => [name + "_total"],
            "gauge" => [name],
            "histogram" => [name + "_bucket", name + "_count", name + "_sum"],
            var kind => throw new InvalidOperationException($"docs/telemetry.md has a metric of kind '{kind}'."),
        };
    }

    [GeneratedRegex(
        @"^\| `(?<name>(wallet|typedtables|dotnet|http|kestrel)\.[a-z_.]+)` \| `(?<unit>[^`]+)` \| (?<kind>[a-z]+) \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex RowPattern();
}
