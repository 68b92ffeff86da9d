using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Gateway;

[Collection(nameof(ProgramTests))]
public sealed class EventStreamTests(LocalServers servers, RunningGateway running) : IClassFixture<RunningGateway>
{
    private static readonly JsonSerializerOptions Web = JsonSerializerOptions.Web;
    private static readonly string[] EventTypes = ["urn:message:Wallet.Contracts:BalanceUpdated"];

    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task A_wallets_stream_tells_its_own_changes_whoever_makes_them_and_no_others()
    {
        using var events = await EventReader.OpenAsync(running.Gateway.Http, $"wallet/{_id}/events");
        await using var bus = await BusClient.ConnectAsync(servers);

        await bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = Guid.NewGuid(), Balance = 7 });
        await bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = _id, Balance = 10 });
        await SetAsync(11);

        var (first, second) = ((await events.NextAsync())!.Value, (await events.NextAsync())!.Value);
        (first.Id, Read(first.Data).Balance, Read(first.Data).PreviousBalance).ShouldBe(("1", 10, null));
        (second.Id, Read(second.Data).Balance, Read(second.Data).PreviousBalance).ShouldBe(("2", 11, 10));
    }

    [Fact]
    public async Task A_stream_that_is_opened_again_begins_after_the_last_event_that_was_seen()
    {
        foreach (var balance in new[] { 1, 2, 3 })
            await SetAsync(balance);
        await Eventually.IsTrueAsync(async () => (await HistoryAsync()).Operations.Count == 3, "the history");

        using var events = await EventReader.OpenAsync(
            running.Gateway.Http,
            $"wallet/{_id}/events?after=0",
            lastEventId: "1"
        );

        (await events.NextAsync())!.Value.Id.ShouldBe("2");
        (await events.NextAsync())!.Value.Id.ShouldBe("3");
        await SetAsync(4);
        (await events.NextAsync())!.Value.Id.ShouldBe("4");
    }

    [Fact]
    public async Task A_change_that_a_later_one_has_overtaken_is_told_to_a_stream_that_is_opened_again_meanwhile()
    {
        foreach (var balance in new[] { 1, 2, 3, 4 })
            await SetAsync(balance);
        var changes = (await Eventually.GetAsync(
            async () => await HistoryAsync() is { Operations.Count: 4 } history ? history : null,
            "the history")).Operations;
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();

        // Two workers publish side by side: the event of version 2 is on its way still.
        string? last = null;
        using (var events = await EventReader.OpenAsync(running.Gateway.Http, $"wallet/{_id}/events"))
        {
            foreach (var change in (BalanceUpdated[])[changes[0], changes[2], changes[3]])
            {
                await PublishAsync(channel, change);
                var (id, data) = (await events.NextAsync())!.Value;
                Read(data).Version.ShouldBe(change.Version);
                last = id ?? last;
            }
        }

        using var again = await EventReader.OpenAsync(running.Gateway.Http, $"wallet/{_id}/events", last);
        foreach (var version in new[] { 2, 3, 4 })
        {
            var (id, data) = (await again.NextAsync())!.Value;
            (id, Read(data).Version).ShouldBe(($"{version}", version));
        }
    }

    [Fact]
    public async Task The_stream_of_all_wallets_tells_every_change_and_has_no_ids_and_can_have_its_integers_as_strings()
    {
        using var events = await EventReader.OpenAsync(running.Gateway.Http, "events?integers=string");

        await SetAsync(long.MaxValue);

        while (true)
        {
            var (id, data) = (await events.NextAsync())!.Value;
            id.ShouldBeNull();
            using var document = JsonDocument.Parse(data);
            if (document.RootElement.GetProperty("userId").GetGuid() != _id)
                continue; // another test's
            document.RootElement.GetProperty("balance").GetString().ShouldBe("9223372036854775807");
            return;
        }
    }

    [Fact]
    public async Task One_stream_too_many_is_refused_and_a_closed_one_makes_room()
    {
        await using var gateway = await GatewayProcess.StartAsync(servers.BrokerPort, ("Gateway__StreamsMax", "1"));
        using (await EventReader.OpenAsync(gateway.Http, "events"))
        {
            using var refused = await gateway.Http.GetAsync($"wallet/{_id}/events");
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("\"reason\":\"TooManyStreams\"");
        }

        using var again = await Eventually.GetAsync<EventReader>(
            async () =>
            {
                try
                {
                    return await EventReader.OpenAsync(gateway.Http, "events");
                }
                catch (HttpRequestException)
                {
                    return null; // The gateway has not yet seen that the first has gone.
                }
            },
            "room for a stream");
    }

    /// <summary>Publishes an event as a worker does.</summary>
    private static async Task PublishAsync(IChannel channel, BalanceUpdated change) => await channel.BasicPublishAsync(
        ExchangeTap.Events,
        "",
        mandatory: true,
        new BasicProperties { ContentType = "application/vnd.masstransit+json" },
        JsonSerializer.SerializeToUtf8Bytes(
            new { messageType = EventTypes, message = change }, Web));

    private async Task<HistoryResult> HistoryAsync() =>
        (await running.Gateway.Http.GetFromJsonAsync<HistoryResult>($"wallet/{_id}/history"))!;

    private async Task SetAsync(long balance)
    {
        using var answer = await running.Gateway.Http.PutAsJsonAsync($"wallet/{_id}", new { balance });
        answer.EnsureSuccessStatusCode();
    }

    private static BalanceUpdated Read(string data) => JsonSerializer.Deserialize<BalanceUpdated>(data, Web)!;
}
