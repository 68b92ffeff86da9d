using System.Text;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.FaultMatrix;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Upgrades;

/// <summary>From RabbitMQ 3.10 to 4.3, as docs/operating.md has it.</summary>
[Collection(nameof(ProgramTests))]
public sealed class BrokerUpgradeTests(LocalServers servers)
{
    private const int Waiting = 60;
    private const int Deferred = 12;

    private readonly string _prefix = $"t{Guid.NewGuid():N}_";
    private volatile bool _isFailing;

    [NewBrokerFact]
    public async Task Whatever_state_a_message_is_in_it_is_moved_to_the_new_broker_and_nothing_is_lost()
    {
        await using var old = new BrokerPart();
        old.Environment["WALLET_BROKER_VERSION"] = "3.10";
        await using var engine = new FaultyProxy(
            servers.Engine,
            operation => _isFailing && operation is "GetItem" ? ProxyFault.Throttle : ProxyFault.None
        );
        await old.StartAsync();
        var wallets = await FillAsync(old, engine.Endpoint);
        await using var broker = await ControlledBroker.StartAsync(
            1,
            ("WALLET_BROKER_VERSION", "4.3"),
            ("WALLET_BROKER_PLUGINS", "rabbitmq_shovel")
        );
        await using (var first = Launch(broker.Port, engine.Endpoint))
            await first.WaitUntilReadyAsync();

        await broker.RunAsync(0, Script(old.Port, broker.Nodes[0].Port));

        await using (var connection = await old.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            foreach (
                var queue in (string[])
                    [
                        "wallet-set-balance",
                        "wallet-delay-30s",
                        "wallet-set-balance_error",
                        "wallet-set-balance_skipped",
                        "wallet-set-balance_dead",
                    ]
            )
                await Eventually.IsTrueAsync(
                    async () => await channel.MessageCountAsync(queue) == 0,
                    $"{queue} to be moved"
                );
        }

        await using var worker = Launch(broker.Port, engine.Endpoint);
        await worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(broker.Port);
        foreach (var wallet in wallets)
        {
            await Eventually.GetAsync(
                async () =>
                    await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = wallet })
                        is { Balance: 5, Version: 1 }
                        ? ""
                        : null,
                "a message to be carried out, once"
            );
        }

        var (_, listed) = await CliProcess.RunAsync(broker.Port, "errors", "list");
        listed.ShouldContain("wallet-set-balance_error: 1 ");
        listed.ShouldContain("wallet-set-balance_skipped: 1 ");
        listed.ShouldContain("wallet-set-balance_dead: 1 ");
        listed.ShouldContain("userId is missing");
        listed.ShouldContain("delivered too often");
    }

    /// <summary>The page's script, for these brokers.</summary>
    private static string Script(int oldPort, int newPort)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/operating.md"));
        var script = Regex
            .Match(
                page,
                @"^   ```bash\n(?<script>   old=.*?)^   ```",
                RegexOptions.Multiline | RegexOptions.Singleline,
                TimeSpan.FromSeconds(1)
            )
            .Groups["script"]
            .Value;
        return script
            .Replace(
                "mover:secret@old-broker:5672",
                $"{DocumentedUsers.Tester}:{DocumentedUsers.Password}@127.0.0.1:{oldPort}",
                StringComparison.Ordinal
            )
            .Replace("localhost:5672", $"127.0.0.1:{newPort}", StringComparison.Ordinal);
    }

    /// <summary>Leaves messages in every state.</summary>
    /// <returns>The wallets of those that can be carried out.</returns>
    private async Task<IReadOnlyList<Guid>> FillAsync(BrokerPart old, Uri engine)
    {
        Guid[] wallets = [.. Enumerable.Range(0, Waiting + Deferred).Select(_ => Guid.NewGuid())];
        await using var looking = await old.ConnectAsync();
        await using var look = await looking.CreateChannelAsync();
        await using var connection = await old.ConnectAsync(DocumentedUsers.Integrator);
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        await using (var worker = Launch(old.Port, engine))
        {
            await worker.WaitUntilReadyAsync();
            await channel.BasicPublishAsync(
                "Wallet.Contracts:SetBalance",
                "",
                mandatory: true,
                new BasicProperties(),
                "{}"u8.ToArray()
            );
            var other = """{"messageType":["urn:message:Nobody:Knows"],"message":{}}"""u8.ToArray();
            await channel.BasicPublishAsync(
                "Wallet.Contracts:SetBalance",
                "",
                mandatory: true,
                new BasicProperties { ContentType = "application/vnd.masstransit+json" },
                other
            );
            await CountAsync("wallet-set-balance_error", 1);
            await CountAsync("wallet-set-balance_skipped", 1);
        }

        await SetAsync(wallets[0]);
        for (var death = 1; death <= 3; death++)
        {
            var delivery = await Eventually.GetAsync(
                () => look.BasicGetAsync("wallet-set-balance", autoAck: false),
                "the message that workers die of"
            );
            await look.BasicRejectAsync(delivery.DeliveryTag, requeue: true);
        }

        await CountAsync("wallet-set-balance_dead", 1);
        await using (var worker = Launch(old.Port, engine))
        {
            await worker.WaitUntilReadyAsync();
            _isFailing = true;
            await Task.WhenAll(wallets[1..Deferred].Select(SetAsync));
            await AnyAsync("wallet-delay-30s"); // Not all at once: the worker takes less while its tables push back.
        }

        _isFailing = false;
        await Task.WhenAll(wallets[Deferred..].Select(SetAsync));
        return wallets[1..];

        Task AnyAsync(string queue) =>
            Eventually.IsTrueAsync(async () => await look.MessageCountAsync(queue) > 0, $"a message in {queue}");

        Task CountAsync(string queue, uint count) =>
            Eventually.IsTrueAsync(
                async () => await look.MessageCountAsync(queue) == count,
                $"{count} messages in {queue}"
            );

        Task SetAsync(Guid wallet) =>
            channel
                .BasicPublishAsync(
                    "Wallet.Contracts:SetBalance",
                    "",
                    mandatory: true,
                    new BasicProperties
                    {
                        UserId = DocumentedUsers.Integrator,
                        Headers = new Dictionary<string, object?> { ["tenant"] = "blue" },
                    },
                    Encoding.UTF8.GetBytes(
                        $$"""{"userId":"{{wallet}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}"""
                    )
                )
                .AsTask();
    }

    private WorkerProcess Launch(int port, Uri engine) => WorkerProcess.Launch(
        port,
        engine,
        ("DynamoDb__TablePrefix", _prefix),
        ("RabbitMq__DeliveryLimit", "2"),
        ("DynamoDb__AttemptsMax", "1"),
        ("Worker__RedeliveryDelaysSeconds", "30,30,30,30,30"));
}
