using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>Properties that the client cannot read, or could not write again, do not affect other messages.</summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class UnreadablePropertiesTests(WatchedWorkers watched) : IClassFixture<WatchedWorkers>, IAsyncLifetime
{
    private const string ErrorQueue = "wallet-set-balance_error";

    private readonly Guid _userId = Guid.NewGuid();
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private RawPublisher _raw = null!;
    private BusClient _bus = null!;
    private int _sent;

    public static TheoryData<string> Hostile => [.. HostileProperties.Kinds.Keys];

    public async ValueTask InitializeAsync()
    {
        var factory = BrokerPart.FactoryFor(watched.BrokerPort, DocumentedUsers.Tester);
        _connection = await factory.CreateConnectionAsync();
        _channel = await _connection.CreateChannelAsync();
        _raw = await RawPublisher.ConnectAsync(watched.BrokerPort);
        _bus = await BusClient.ConnectAsync(watched.BrokerPort);
        await _channel.QueuePurgeAsync(ErrorQueue);

        // Both workers have opened by then what they open when they first answer.
        for (var one = 0; one < 10; one++)
            await SetAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        await _raw.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Unreadable_properties_cost_no_connection_and_nobody_waits_for_them(string kind)
    {
        var connections = watched.Connections;
        var message = new SetBalance { UserId = Guid.NewGuid(), Balance = 1, OperationId = Guid.NewGuid() };
        var body = JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web);

        await _raw.PublishAsync("Wallet.Contracts:SetBalance", "", HostileProperties.Kinds[kind].Properties, body);
        var watch = Stopwatch.StartNew();
        await SetAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));

        var parked = await Eventually.GetAsync(() => _channel.BasicGetAsync(ErrorQueue, true), "the parked message");
        parked.Body.ToArray().ShouldBe(body);
        Header(parked, "MT-Fault-Message").ShouldContain(HostileProperties.Kinds[kind].Fault);
        Header(parked, "wallet-unreadable-reason").ShouldContain(HostileProperties.Kinds[kind].Fault);
        var headers = parked.BasicProperties.Headers.ShouldNotBeNull();
        headers["wallet-unreadable-bytes"].ShouldBe(HostileProperties.Kinds[kind].Properties.Take(4_096).ToArray());
        headers["wallet-unreadable-length"].ShouldBe(HostileProperties.Kinds[kind].Properties.Length);
        await SetAsync();
        watched.Connections.ShouldBe(connections, "no connection was lost");
        watched.HasExited.ShouldBeFalse();
        (await _channel.MessageCountAsync("wallet-set-balance_dead")).ShouldBe(0u);
    }

    /// <summary>Bytes that are no text take three for each when they are written again as text.</summary>
    [Theory]
    [InlineData("GetBalance", "BalanceResult")]
    [InlineData("SetBalance", "BalanceUpdated")]
    public async Task Headers_do_not_travel_on_with_what_is_published_because_of_a_message(
        string request,
        string answer
    )
    {
        var queue = (await _channel.QueueDeclareAsync()).QueueName;
        await _channel.ExchangeDeclareAsync($"Wallet.Contracts:{answer}", ExchangeType.Fanout, durable: true);
        await _channel.QueueBindAsync(queue, $"Wallet.Contracts:{answer}", "");
        var connections = watched.Connections;
        var message = new SetBalance { UserId = Guid.NewGuid(), Balance = 1, OperationId = Guid.NewGuid() };
        byte[] header = RawProperties.LongText([.. Enumerable.Repeat((byte)0xFF, 120_000)]);

        await _raw.PublishAsync(
            $"Wallet.Contracts:{request}",
            "",
            RawProperties.Header("tenant", header),
            JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web));

        var published = await Eventually.GetAsync(() => _channel.BasicGetAsync(queue, true), "what is published");
        Encoding.UTF8.GetString(published.Body.Span).ShouldContain($"{message.UserId}");
        (published.BasicProperties.Headers?.ContainsKey("tenant") ?? false).ShouldBeFalse();
        await SetAsync();
        watched.Connections.ShouldBe(connections, "no connection was lost");
    }

    [Fact]
    public async Task Among_good_traffic_each_unreadable_message_is_parked_and_each_good_one_answered_in_turn()
    {
        var connections = watched.Connections;
        var slowest = TimeSpan.Zero;

        for (var round = 0; round < 10; round++)
        {
            foreach (var (properties, _) in HostileProperties.Kinds.Values)
                await _raw.PublishAsync("Wallet.Contracts:SetBalance", "", properties, "{}"u8.ToArray());
            var watch = Stopwatch.StartNew();
            await SetAsync();
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        var hostile = (uint)(10 * HostileProperties.Kinds.Count);
        await Eventually.IsTrueAsync(
            async () => await _channel.MessageCountAsync(ErrorQueue) >= hostile, "all of them to be parked");
        (await _channel.MessageCountAsync(ErrorQueue)).ShouldBe(hostile);
        (await _channel.MessageCountAsync("wallet-set-balance_dead")).ShouldBe(0u);
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(15));
        watched.Connections.ShouldBe(connections, "no connection was lost");
    }

    [Fact]
    public async Task The_command_line_lists_shows_and_counts_what_cannot_be_read()
    {
        const string Dead = "wallet-get-history_dead";
        foreach (var (properties, _) in HostileProperties.Kinds.Values)
            await _raw.PublishAsync("", Dead, properties, "{}"u8.ToArray());

        var (exitCode, listed) = await CliProcess.RunJsonAsync(watched.BrokerPort, "errors", "list");
        exitCode.ShouldBe(0);
        var queues = listed.GetProperty("queues").EnumerateArray();
        var queue = queues.Single(one => one.GetProperty("queue").GetString() == Dead);
        queue.GetProperty("messages").EnumerateArray().Count().ShouldBe(HostileProperties.Kinds.Count);
        (await _channel.QueuePurgeAsync(Dead)).ShouldBe((uint)HostileProperties.Kinds.Count, "to look changes nothing");
    }

    private async Task SetAsync()
    {
        var set = new SetBalance { UserId = _userId, Balance = 1, OperationId = Guid.NewGuid() };
        var updated = await _bus.AskAsync<SetBalance, BalanceUpdated>(set);
        updated.Version.ShouldBe(++_sent);
    }

    private static string Header(BasicGetResult parked, string name) =>
        Encoding.UTF8.GetString((byte[])parked.BasicProperties.Headers![name]!);
}
