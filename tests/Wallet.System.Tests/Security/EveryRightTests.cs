using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Gateway;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Security;

/// <summary>
/// Whoever gives a program one part less than docs/permissions.md takes something away from it: no part is there for
/// nothing. The broker asks this test about each right, which gives what the page gives and notes what was asked for.
/// </summary>
[Collection(nameof(ProgramTests))]
[Trait("Broker", "Every")]
public sealed class EveryRightTests(LocalServers servers) : IAsyncLifetime
{
    private const string EnvelopeType = "application/vnd.masstransit+json";

    /// <summary>What asking for a queue by its name takes from RabbitMQ 4.3 on, and on no version before.</summary>
    private static readonly string[] ForNewBrokersAlone =
    [
        @"wallet-gateway write wallet-set-.*", @"wallet-gateway write wallet-adjust-.*",
        @"wallet-gateway write wallet-transfer-.*", @"wallet-gateway write wallet-get-.*",
        @"wallet-cli write wallet-.*",
    ];

    private readonly RightsServer _rights = new();
    private readonly Guid _one = Guid.NewGuid();
    private readonly Guid _two = Guid.NewGuid();
    private BrokerPart _broker = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = _rights.NewBroker();
        await _broker.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _rights.DisposeAsync();
    }

    [Fact]
    public async Task No_part_of_what_the_page_gives_can_be_left_out()
    {
        await using var worker = WorkerProcess.Launch(
            _broker.Port, servers.Engine, ("Worker__PulseSeconds", "1"), ("RabbitMq__DeliveryLimit", "2"));
        await worker.WaitUntilReadyAsync();
        await using var gateway = await GatewayProcess.StartAsync(_broker.Port);

        await BadMessagesAsync();
        await UseGatewayAsync(gateway);
        await UseCommandLineAsync(gateway);
        await IntegrateAsync();
        await IntegrateWithMassTransitAsync();

        Missing().ShouldBeEmpty("the page was to give it");
        SuperfluousParts().Except(IsOld ? ForNewBrokersAlone : []).ShouldBeEmpty();
    }

    private static bool IsOld => Environment.GetEnvironmentVariable("WALLET_BROKER_VERSION") is not "4.3";

    /// <summary>
    /// What was refused. Who asks for a queue by its name needs any of the three, and RabbitMQ tries one after another.
    /// </summary>
    private IEnumerable<AskedRight> Missing() =>
        from refused in _rights.Asked
        where !refused.Value && !_rights.Asked.Any(other =>
            other.Value && other.Key.User == refused.Key.User && other.Key.Name == refused.Key.Name)
        select refused.Key;

    /// <summary>Parts without which nothing would have been refused.</summary>
    private IEnumerable<string> SuperfluousParts() =>
        from grant in DocumentedUsers.Grants
        from one in grant.Patterns
        let parts = Grant.PartsOf(one.Pattern)
        from part in parts
        let others = parts.Where(other => other != part).ToList()
        where !Given().Any(asked => asked.User == grant.User
            && asked.Permission == one.Permission
            && IsLike(asked.Name, part)
            && !others.Exists(other => IsLike(asked.Name, other)))
        select $"{grant.User} {one.Permission} {part}";

    private IEnumerable<AskedRight> Given() => _rights.Asked.Where(one => one.Value).Select(one => one.Key);

    private static bool IsLike(string name, string part) =>
        Regex.IsMatch(name, $@"\A(?:{part})\z", RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>A bad one in plain JSON and in the envelope, one of another type, and one that is dead.</summary>
    private async Task BadMessagesAsync()
    {
        await using var connection = await _broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var skipped = """{"messageType":["urn:message:Wallet.Contracts:Nothing"],"message":{} }""";
        var bad = """{"messageType":["urn:message:Wallet.Contracts:SetBalance"],"message":{"balance":"x"} }""";
        foreach (var (body, type) in new[] { ("{}", null), (bad, EnvelopeType), (skipped, EnvelopeType) })
        {
            await channel.BasicPublishAsync(
                "Wallet.Contracts:SetBalance",
                "",
                mandatory: true,
                type is null ? new BasicProperties() : new BasicProperties { ContentType = type },
                Encoding.UTF8.GetBytes(body));
        }

        // Of one that may have been carried out, a replay asks the worker.
        var dead = $$"""{"userId":"{{_one}}","balance":5,"operationId":"{{Guid.NewGuid()}}"}""";
        await channel.BasicPublishAsync("", "wallet-set-balance_dead", Encoding.UTF8.GetBytes(dead));
        foreach (var (queue, count) in new[] { ("error", 2u), ("skipped", 1u), ("dead", 1u) })
        {
            await Eventually.IsTrueAsync(
                async () => await channel.MessageCountAsync($"wallet-set-balance_{queue}") == count, $"_{queue}");
        }
    }

    private async Task UseGatewayAsync(GatewayProcess gateway)
    {
        using var events = await EventReader.OpenAsync(gateway.Http, $"wallet/{_one}/events");
        await SendAsync(HttpMethod.Put, $"wallet/{_one}", new { balance = 500 });
        (await events.NextAsync()).ShouldNotBeNull();
        await SendAsync(HttpMethod.Post, $"wallet/{_one}/adjustments", new { amount = 5 });
        await SendAsync(HttpMethod.Put, $"wallet/{_two}", new { balance = 500 });
        await SendAsync(HttpMethod.Post, "transfers", new { from = _one, to = _two, amount = 5 });
        await gateway.Http.GetStringAsync($"wallet/{_one}");
        await gateway.Http.GetStringAsync($"wallet/{_one}/history");
        await Eventually.IsTrueAsync(
            async () => await gateway.Http.GetStringAsync("pulse") is var pulse
                && pulse.Contains("wallet-get-diagnosis") && !pulse.Contains("\"workers\":[]"),
            "a pulse, and the queues' depths");

        async Task SendAsync(HttpMethod method, string path, object body)
        {
            using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
            using var answer = await gateway.Http.SendAsync(request);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode}");
        }
    }

    private async Task UseCommandLineAsync(GatewayProcess gateway)
    {
        await RunAsync("set", $"{_one}", "100");
        await RunAsync("adjust", $"{_one}", "5");
        await RunAsync("transfer", $"{_one}", $"{_two}", "5");
        await RunAsync("get", $"{_one}");
        await RunAsync("history", $"{_one}");
        await using (var watch = CliProcess.Start(_broker.Port, "watch", $"{_one}", "--count", "1"))
        {
            await Eventually.IsTrueAsync(
                async () =>
                {
                    using var form = new FormUrlEncodedContent([new("balance", "500")]);
                    (await gateway.Http.PostAsync($"wallet/{_one}", form)).Dispose();
                    return watch.HasExited;
                },
                "an event to be seen");
        }

        var (_, listed) = await CliProcess.RunAsync(_broker.Port, "errors", "list");
        foreach (var suffix in new[] { "error", "skipped", "dead" })
            listed.ShouldContain($"wallet-set-balance_{suffix}");
        await CliProcess.RunAsync(_broker.Port, "errors", "replay", "--all", "--force", "--undated");
        await CliProcess.RunAsync(_broker.Port, "doctor");

        async Task RunAsync(params string[] arguments)
        {
            var (exitCode, output) = await CliProcess.RunAsync(_broker.Port, arguments);
            exitCode.ShouldBe(0, output);
        }
    }

    /// <summary>
    /// A system in another language: answers and events come to its queues, or to some that the broker names.
    /// </summary>
    private async Task IntegrateAsync()
    {
        await using var connection = await _broker.ConnectAsync(DocumentedUsers.Integrator);
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("ledger-events", durable: true, exclusive: false, autoDelete: false);
        var named = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var queue in new[] { "ledger-events", named })
        {
            await channel.QueueBindAsync(queue, "Wallet.Contracts:BalanceUpdated", "");
            await channel.BasicGetAsync(queue, autoAck: true);
        }

        string[] requests =
            ["SetBalance", "AdjustBalance", "TransferBalance", "GetBalance", "GetHistory", "GetOperation"];
        foreach (var request in requests)
        {
            var properties = new BasicProperties { ReplyTo = named };
            await channel.BasicPublishAsync(
                $"Wallet.Contracts:{request}", "", mandatory: true, properties, "{}"u8.ToArray());
            await Eventually.IsTrueAsync(
                async () => await channel.BasicGetAsync(named, autoAck: true) is { } answer
                    && answer.BasicProperties.Type == nameof(RequestFailed),
                $"the answer to a {request}");
        }
    }

    private async Task IntegrateWithMassTransitAsync()
    {
        await using var bus = await BusClient.ConnectAsync(_broker.Port);
        var set = new SetBalance { UserId = _one, Balance = 500, OperationId = Guid.NewGuid() };
        await bus.AskAsync<SetBalance, BalanceUpdated>(set);
        await bus.AskAsync<AdjustBalance, BalanceUpdated>(
            new AdjustBalance { UserId = _one, Amount = 5, OperationId = Guid.NewGuid() });
        await bus.AskAsync<TransferBalance, BalanceTransferred>(
            new TransferBalance { From = _one, To = _two, Amount = 5, OperationId = Guid.NewGuid() });
        await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _one });
        await bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = _one });
        await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = Guid.NewGuid() });
    }
}
