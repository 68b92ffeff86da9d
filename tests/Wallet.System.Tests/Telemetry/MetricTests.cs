using System.Text.Json;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

/// <summary>What is written about metrics is held against what a worker exports that has met everything that is counted.</summary>
[Collection(nameof(WorkerTests))]
public sealed partial class MetricTests(LocalServers servers)
{
    [Fact]
    public async Task The_page_and_the_dashboard_name_what_a_worker_exports_and_nothing_else()
    {
        using var receiver = new OtlpReceiver();
        var throttled = 0;
        var conflicted = 0;
        await using var proxy = new FaultyProxy(servers.Engine, operation => operation switch
        {
            "GetItem" when Interlocked.Increment(ref throttled) == 1 => ProxyFault.Throttle,
            "TransactWriteItems" when Interlocked.Increment(ref conflicted) == 1 => ProxyFault.Conflict,
            _ => ProxyFault.None,
        });
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, proxy.Endpoint, receiver.Settings);
        await worker.WaitUntilReadyAsync();
        var (exitCode, output) = await CliProcess.RunAsync(servers.BrokerPort, "set", $"{Guid.NewGuid()}", "5");
        exitCode.ShouldBe(0, output);
        await ParkAsync();

        var documented = Documented();
        await Eventually.IsTrueAsync(
            () => documented.All(metric => receiver.Metrics.ContainsKey(metric.Name)),
            $"an export of {string.Join(", ", documented.Select(metric => metric.Name))}; there are {string.Join(", ", receiver.Metrics.Keys)}");

        var own = receiver.Metrics.Where(metric => metric.Key.StartsWith("wallet.", StringComparison.Ordinal) || metric.Key.StartsWith("typedtables.", StringComparison.Ordinal));
        own.Select(metric => (metric.Key, metric.Value.Unit)).ShouldBe(documented, ignoreOrder: true);
        var exported = receiver.Metrics.SelectMany(metric => PrometheusNames(metric.Key, metric.Value.Unit, metric.Value.Kind)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in OnDashboard())
            exported.ShouldContain(name);
    }

    [Fact]
    public async Task Messages_in_dead_letter_and_delay_queues_are_counted()
    {
        const string Delay = "wallet-delay-86399s";
        string[] queues = ["wallet-get-history_error", "wallet-get-history_skipped", "wallet-get-history_dead", Delay];
        using var receiver = new OtlpReceiver();
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, servers.Engine, [.. receiver.Settings, ("Worker__RedeliveryDelaysSeconds", "86399")]);
        await worker.WaitUntilReadyAsync();
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in queues)
            await channel.QueuePurgeAsync(queue); // Other tests park messages, too.
        try
        {
            foreach (var queue in (string[])[.. queues, "wallet-get-history_dead"])
                await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties(), "{}"u8.ToArray());

            await Eventually.IsTrueAsync(() => receiver.Gauge("wallet.queue.parked", "queue").GetValueOrDefault("wallet-get-history") == 4, "the parked messages to be counted");
            await Eventually.IsTrueAsync(() => receiver.Gauge("wallet.queue.delayed", "queue").GetValueOrDefault(Delay) == 1, "the delayed message to be counted");
        }
        finally
        {
            foreach (var queue in queues)
                await channel.QueuePurgeAsync(queue);
        }
    }

    /// <summary>Rows of the page such as <c>| `wallet.messages` | `{message}` | …</c></summary>
    private static List<(string Name, string Unit)> Documented() =>
        [.. RowPattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/telemetry.md"))).Select(row => (row.Groups["name"].Value, row.Groups["unit"].Value))];

    private static IEnumerable<string> OnDashboard()
    {
        var panels = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/wallet-worker.json"))).RootElement.GetProperty("panels").EnumerateArray().ToList();
        panels.Count.ShouldBeGreaterThan(10);
        return panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).SelectMany(target => NamePattern().Matches(target.GetProperty("expr").GetString()!).Select(name => name.Value));
    }

    /// <summary>As Prometheus names what it takes by OTLP: underscores, the unit, and what kind it is.</summary>
    private static IEnumerable<string> PrometheusNames(string name, string unit, int kind)
    {
        var plain = name.Replace('.', '_') + unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return kind switch
        {
            5 => [plain],
            7 => [plain, plain + "_total"],
            _ => [plain + "_bucket", plain + "_count", plain + "_sum"],
        };
    }

    private async Task ParkAsync()
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("Wallet.Contracts:SetBalance", "", mandatory: true, new BasicProperties(), "{}"u8.ToArray());
    }

    [GeneratedRegex(@"^\| `(?<name>(wallet|typedtables)\.[a-z_.]+)` \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RowPattern();

    [GeneratedRegex("(wallet|typedtables|dotnet)_[a-z_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamePattern();
}
