using System.Text.Json;
using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Gateway;

/// <summary>
/// Answers and events whose properties no client library can read: the gateway takes them by their bodies, and loses
/// no connection. This test answers in the worker's place, for no worker sends such properties.
/// </summary>
[Trait("Broker", "Every")]
public sealed class UnreadableAnswersTests : IAsyncLifetime
{
    private const string Input = "wallet-get-balance";

    private readonly BrokerPart _broker = new();
    private CountingFront _front = null!;
    private GatewayProcess _gateway = null!;
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private RawPublisher _raw = null!;

    public async ValueTask InitializeAsync()
    {
        await _broker.StartAsync();
        _front = new CountingFront(_broker.Port);
        _gateway = await GatewayProcess.StartAsync(_front.Port, ("Gateway__AnswerTimeoutMs", "60000"));
        _connection = await _broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync();
        _raw = await RawPublisher.ConnectAsync(_broker.Port);
        await _channel.ExchangeDeclareAsync("Wallet.Contracts:GetBalance", ExchangeType.Fanout, durable: true);
        await _channel.QueueDeclareAsync(Input, durable: true, exclusive: false, autoDelete: false);
        await _channel.QueueBindAsync(Input, "Wallet.Contracts:GetBalance", "");
    }

    public async ValueTask DisposeAsync()
    {
        await _raw.DisposeAsync();
        await _connection.DisposeAsync();
        await _gateway.DisposeAsync();
        await _front.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_and_an_event_with_unreadable_properties_arrive_and_cost_no_connection()
    {
        var userId = Guid.NewGuid();
        (await AskAsync(userId, 0, RawProperties.None)).ShouldBe("0"); // All is open by then that a question opens.
        using var events = await EventReader.OpenAsync(_gateway.Http, $"wallet/{userId}/events");
        var (connections, version) = (_front.Connections, 0);

        foreach (var (name, (properties, _)) in HostileProperties.Kinds)
        {
            (await AskAsync(userId, ++version, properties)).ShouldBe($"{version}", name);
            await _raw.PublishAsync("Wallet.Contracts:BalanceUpdated", "", properties, Envelope("BalanceUpdated", new
            {
                userId,
                balance = version,
                previousBalance = version - 1,
                version,
                operationId = Guid.NewGuid(),
                updatedAt = DateTimeOffset.UnixEpoch,
            }));
            (await events.NextAsync()).ShouldNotBeNull().Id.ShouldBe($"{version}", name);
        }

        _front.Connections.ShouldBe(connections, _gateway.Output);
        _gateway.HasExited.ShouldBeFalse();
        _gateway.Output.ShouldContain("Messages came whose properties cannot be read");
    }

    /// <summary>Asks the gateway for a balance, answers with it, and gives what the gateway made of that.</summary>
    private async Task<string> AskAsync(Guid userId, long balance, byte[] properties)
    {
        var asking = _gateway.Http.GetStringAsync($"wallet/{userId}");
        var question = await Eventually.GetAsync(() => _channel.BasicGetAsync(Input, autoAck: true), "the question");
        var asked = JsonDocument.Parse(question.Body).RootElement;
        var replyTo = new Uri(asked.GetProperty("responseAddress").GetString()!).Segments[^1];
        var answer = new
        {
            userId, found = true, balance, version = balance, updatedAt = DateTimeOffset.UnixEpoch,
        };
        await _raw.PublishAsync(
            Uri.UnescapeDataString(replyTo),
            "",
            properties,
            Envelope("BalanceResult", answer, asked.GetProperty("requestId").GetGuid()));
        return (await asking).Trim();
    }

    private static byte[] Envelope(string type, object message, Guid? requestId = null) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            messageId = Guid.NewGuid(),
            requestId,
            messageType = new[] { $"urn:message:Wallet.Contracts:{type}" },
            message,
        });
}
