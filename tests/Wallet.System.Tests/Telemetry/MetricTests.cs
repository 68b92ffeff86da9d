using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Gateway;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

/// <summary>
/// What is written about metrics is held against what a worker exports that has met everything that is counted.
/// </summary>
[Collection(nameof(TrafficTests))]
public sealed class MetricTests(LocalServers servers)
{
    [Fact]
    public async Task The_page_names_what_worker_and_gateway_export_and_all_that_is_their_own()
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
        await using var gateway = await GatewayProcess.StartAsync(servers.BrokerPort, receiver.Settings);

        var documented = DocumentedMetrics.All;
        await Eventually.IsTrueAsync(
            () => documented.All(metric => receiver.Metrics.ContainsKey(metric.Name)),
            $"an export of {string.Join(", ", documented.Select(metric => metric.Name))}; "
                + $"there are {string.Join(", ", receiver.Metrics.Keys)}"
        );

        var own = receiver.Metrics.Where(metric =>
            metric.Key.StartsWith("wallet.", StringComparison.Ordinal)
            || metric.Key.StartsWith("typedtables.", StringComparison.Ordinal)
        );
        own.Select(metric => (metric.Key, metric.Value.Unit)).ShouldBeSubsetOf(documented);
        foreach (var (name, unit) in documented)
            receiver.Metrics[name].Unit.ShouldBe(unit, name);
    }

    [Fact]
    public async Task Messages_in_dead_letter_and_delay_queues_are_counted()
    {
        const string Delay = "wallet-delay-86399s";
        string[] queues = ["wallet-get-history_error", "wallet-get-history_skipped", "wallet-get-history_dead", Delay];
        using var receiver = new OtlpReceiver();
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            servers.Engine,
            [.. receiver.Settings, ("Worker__RedeliveryDelaysSeconds", "86399")]
        );
        await worker.WaitUntilReadyAsync();
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in queues)
            await channel.QueuePurgeAsync(queue); // Other tests park messages, too.
        try
        {
            foreach (var queue in (string[])[.. queues, "wallet-get-history_dead"])
                await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties(), "{}"u8.ToArray());

            await Eventually.IsTrueAsync(
                () => receiver.Gauge("wallet.queue.parked", "queue").GetValueOrDefault("wallet-get-history") == 4,
                "the parked messages to be counted"
            );
            await Eventually.IsTrueAsync(
                () => receiver.Gauge("wallet.queue.delayed", "queue").GetValueOrDefault(Delay) == 1,
                "the delayed message to be counted"
            );
        }
        finally
        {
            foreach (var queue in queues)
                await channel.QueuePurgeAsync(queue);
        }
    }

    /// <summary>What was true some time ago would keep alerts from firing, or from ending.</summary>
    [Fact]
    public async Task While_the_broker_says_nothing_nothing_is_said_of_its_queues_and_afterwards_it_is_asked_again()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        using var receiver = new OtlpReceiver();
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine, receiver.Settings);
        await worker.WaitUntilReadyAsync();
        await Eventually.IsTrueAsync(() => QueuesOf(receiver).Count > 0, "the queues to be counted");

        broker.Pause();
        try
        {
            await Eventually.IsTrueAsync(
                async () =>
                {
                    receiver.Forget();
                    await Task.Delay(TimeSpan.FromSeconds(2)); // several exports
                    return receiver.Metrics.Count > 0 && QueuesOf(receiver).Count == 0;
                },
                "nothing to be said of the queues");
        }
        finally
        {
            broker.Resume();
        }

        await Eventually.IsTrueAsync(() => QueuesOf(receiver).Count > 0, "the queues to be counted again");
        worker.HasExited.ShouldBeFalse();
    }

    private static IReadOnlyDictionary<string, long> QueuesOf(OtlpReceiver receiver) =>
        receiver.Gauge("wallet.queue.messages", "queue");

    private async Task ParkAsync()
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            new BasicProperties(),
            "{}"u8.ToArray()
        );
        await using var raw = await RawPublisher.ConnectAsync(servers.BrokerPort);
        var unreadable = RawProperties.Header("a", RawProperties.Decimal(30));
        await raw.PublishAsync("Wallet.Contracts:SetBalance", "", unreadable, "{}"u8.ToArray());
    }
}
