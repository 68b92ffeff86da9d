using System.Text.Json;
using System.Text.RegularExpressions;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

/// <summary>Alert rules and dashboard, held against promtool, the metrics that there are, and the runbooks.</summary>
public sealed partial class AlertTests
{
    private const string RulesFile = "deploy/prometheus/wallet-worker.rules.yml";
    private const string RulesTestFile = "deploy/prometheus/wallet-worker.rules.test.yml";

    private static string[] Alerts => [.. Names(AlertPattern(), Text(RulesFile))];

    [Fact]
    public async Task Each_alert_fires_when_it_must_and_not_before()
    {
        await using var promtool = ChildProcess.Start(
            Path.Combine(Repository.Local, "tools/promtool"),
            ["test", "rules", Path.Combine(Repository.Root, RulesTestFile)]);

        (await promtool.WaitForExitAsync()).ShouldBe(0, promtool.Output);
        var tests = TestPattern().Matches(Text(RulesTestFile))
            .ToLookup(test => test.Groups["name"].Value, test => test.Groups["quiet"].Success);
        Alerts.Length.ShouldBeGreaterThan(10);
        foreach (var alert in Alerts)
            tests[alert].Distinct().Count().ShouldBe(2, $"{RulesTestFile} has {alert} once firing and once quiet");
    }

    [Fact]
    public void Each_alert_has_a_runbook_and_each_runbook_an_alert()
    {
        var chapter = Text("docs/operating.md").Split("\n## Alerts\n")[1].Split("\n## ")[0];

        Names(HeadingPattern(), chapter).ShouldBe(Alerts);
        Names(RunbookPattern(), Text(RulesFile)).ShouldBe(Alerts.Select(alert => alert.ToLowerInvariant()));
    }

    [Fact]
    public void Alerts_and_dashboard_ask_for_metrics_that_there_are()
    {
        var expressions = Panels().SelectMany(panel => panel.Expressions).Append(Text(RulesFile));
        var used = expressions.SelectMany(one => MetricPattern().Matches(one).Select(name => name.Value)).ToList();

        used.Count.ShouldBeGreaterThan(20);
        used.Except(DocumentedMetrics.InPrometheus, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void A_panel_of_what_both_programs_export_says_whose_it_is_by_labels_that_are_always_there()
    {
        Panels().Length.ShouldBeGreaterThan(15);
        foreach (var (title, expressions, legends) in Panels())
        {
            foreach (var expression in expressions.Where(one => BothPattern().IsMatch(one)))
                expression.ShouldMatch("job=~\"\\(\\.\\+/\\)\\?wallet-", title);

            // service_instance_id and the like only exist if they have been promoted to labels.
            legends.Where(legend => legend.Contains("service_", StringComparison.Ordinal)).ShouldBeEmpty(title);
        }
    }

    private static (string Title, string[] Expressions, string[] Legends)[] Panels() =>
        [
            .. JsonDocument
                .Parse(Text("deploy/grafana/wallet-worker.json"))
                .RootElement.GetProperty("panels")
                .EnumerateArray()
                .Select(panel =>
                    (
                        panel.GetProperty("title").GetString()!,
                        OfTargets(panel, "expr"),
                        OfTargets(panel, "legendFormat")
                    )
                ),
        ];

    private static string[] OfTargets(JsonElement panel, string property) =>
        [.. panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty(property).GetString()!)];

    private static IEnumerable<string> Names(Regex pattern, string text) =>
        pattern.Matches(text).Select(match => match.Groups["name"].Value);

    private static string Text(string file) =>
        File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AlertPattern();

    [GeneratedRegex(@"alertname: (?<name>\w+)(?<quiet>, exp_alerts: \[\])?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestPattern();

    [GeneratedRegex(@"^### (?<name>\w+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"runbook: docs/operating\.md#(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RunbookPattern();

    [GeneratedRegex(
        @"\b(wallet|typedtables|dotnet|http_server|kestrel)_[a-z_]+(?=[{\[) ]|$)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex MetricPattern();

    [GeneratedRegex("(dotnet|http_server|kestrel)_", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BothPattern();
}
