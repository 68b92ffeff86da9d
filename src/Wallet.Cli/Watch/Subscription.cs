using System.Text.Json;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Wallet.Cli.Bus;
using Wallet.Contracts;

namespace Wallet.Cli.Watch;

/// <summary>
/// A queue of our own that receives every <see cref="BalanceUpdated"/> from now on. It is deleted with its connection.
/// </summary>
internal sealed class Subscription : IAsyncDisposable
{
    private const string Exchange = "Wallet.Contracts:BalanceUpdated";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly IConnection _connection;
    private readonly Channel<BalanceUpdated> _events = Channel.CreateUnbounded<BalanceUpdated>();

    private Subscription(IConnection connection) => _connection = connection;

    /// <summary>The events in the order in which the broker delivers them, until cancelled.</summary>
    public IAsyncEnumerable<BalanceUpdated> EventsAsync(CancellationToken cancelled) =>
        _events.Reader.ReadAllAsync(cancelled);

    /// <param name="address">The broker's address.</param>
    /// <param name="note">Called when the connection is lost, and when it is back.</param>
    /// <param name="cancelled">Cancels the operation.</param>
    public static async Task<Subscription> OpenAsync(
        BrokerAddress address,
        Action<string> note,
        CancellationToken cancelled
    )
    {
        var connection = await Broker.ConnectAsync(address, cancelled);
        var subscription = new Subscription(connection);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancelled);

        // Declared as the worker declares it, so that it does not matter which comes first.
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true, cancellationToken: cancelled);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: cancelled)).QueueName;
        await channel.QueueBindAsync(queue, Exchange, "", cancellationToken: cancelled);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => subscription.NoteAsync(delivery.Body);
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancelled);

        // The client reconnects and subscribes again by itself; what was published meanwhile shows as a gap.
        connection.ConnectionShutdownAsync += (_, reason) =>
            Print(
                reason.Initiator == ShutdownInitiator.Application
                    ? null
                    : "The connection to the broker was lost; trying again."
            );
        connection.RecoverySucceededAsync += (_, _) =>
            Print("Connected again. What happened meanwhile was missed: wallet history has it.");
        return subscription;

        Task Print(string? line)
        {
            if (line is not null)
                note(line);
            return Task.CompletedTask;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task NoteAsync(ReadOnlyMemory<byte> body)
    {
        if (Read(body) is { } update)
            await _events.Writer.WriteAsync(update);
    }

    /// <summary>Reads an event from MassTransit's envelope or plain JSON; null if it is something else.</summary>
    internal static BalanceUpdated? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return (root.TryGetProperty("message", out var message) ? message : root).Deserialize<BalanceUpdated>(Json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
