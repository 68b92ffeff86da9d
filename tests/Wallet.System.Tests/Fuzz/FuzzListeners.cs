using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Wallet.Contracts;

namespace SystemTests.Fuzz;

/// <summary>Hears all that is answered and published, and notes whom it is about.</summary>
internal sealed class FuzzListeners(Fate[] fates, Func<string, int, Task<bool>> liesThereAsync)
{
    private static readonly string[] Published =
    [
        nameof(BalanceUpdated), nameof(BalanceTransferred), nameof(BalanceResult), nameof(HistoryResult),
        nameof(OperationResult), nameof(OperationRefused),
    ];

    private readonly ConcurrentBag<Task> _questions = [];
    private IChannel _sender = null!;

    /// <summary>What came that is about no message.</summary>
    public ConcurrentQueue<string> Strange { get; } = new();

    /// <summary>Listens as the senders, where their answers go, and to what everybody may hear.</summary>
    public async Task StartAsync(IConnection sender, IConnection anybody)
    {
        _sender = await sender.CreateChannelAsync();
        foreach (var name in new[] { FuzzPlan.Answers, FuzzPlan.Faults })
        {
            await _sender.ExchangeDeclareAsync(name, ExchangeType.Fanout);
            await ListenAsync(name, HearAnswerAsync);
            await _sender.QueueBindAsync(name, name, "");
        }

        await ListenAsync(FuzzPlan.Copies, delivered =>
        {
            Strange.Enqueue("a message was copied to where its sender wanted it");
            return Task.CompletedTask;
        });
        var tap = await anybody.CreateChannelAsync();
        var queue = (await tap.QueueDeclareAsync()).QueueName;
        foreach (var name in Published)
        {
            await tap.ExchangeDeclareAsync($"Wallet.Contracts:{name}", ExchangeType.Fanout, durable: true);
            await tap.QueueBindAsync(queue, $"Wallet.Contracts:{name}", "");
        }

        await ConsumeAsync(tap, queue, delivered =>
        {
            if (FuzzMark.In(Encoding.UTF8.GetString(delivered.Body.Span)) is { } index)
                fates[index].Answer(isToSender: false); // what is of good traffic has no mark
            return Task.CompletedTask;
        });
    }

    /// <summary>Makes a queue that is only for the answers to one message.</summary>
    public Task ListenForAsync(FuzzMessage message) => message.OwnQueue is { } queue
        ? ListenAsync(queue, delivered => NoteAsync(delivered, message.Index))
        : Task.CompletedTask;

    /// <summary>Until all that was asked because of an answer is known.</summary>
    public Task FinishAsync() => Task.WhenAll(_questions);

    private async Task ListenAsync(string queue, Func<BasicDeliverEventArgs, Task> hearAsync)
    {
        await _sender.QueueDeclareAsync(queue, durable: false, exclusive: false, autoDelete: true);
        await ConsumeAsync(_sender, queue, hearAsync);
    }

    private static async Task ConsumeAsync(IChannel channel, string queue, Func<BasicDeliverEventArgs, Task> hearAsync)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivered) => hearAsync(delivered);
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    }

    private Task HearAnswerAsync(BasicDeliverEventArgs delivered)
    {
        var text = Encoding.UTF8.GetString(delivered.Body.Span);
        if ((FuzzMark.In(delivered.BasicProperties.CorrelationId) ?? FuzzMark.In(text)) is { } index)
            return NoteAsync(delivered, index);
        Strange.Enqueue($"an answer to nobody: {text}");
        return Task.CompletedTask;
    }

    private Task NoteAsync(BasicDeliverEventArgs delivered, int index)
    {
        var text = Encoding.UTF8.GetString(delivered.Body.Span);
        var isFault = text.Contains("urn:message:MassTransit:Fault", StringComparison.Ordinal);
        if (delivered.BasicProperties.Type != nameof(RequestFailed) && !isFault)
        {
            fates[index].Answer(isToSender: true);
            return Task.CompletedTask;
        }

        fates[index].TellFailure();
        var place = isFault ? "_error" : JsonDocument.Parse(text).RootElement.GetProperty("parkedIn").GetString() ?? "";
        _questions.Add(Task.Run(async () =>
        {
            if (!await liesThereAsync(place, index))
                fates[index].Lied($"it was told that it is parked in '{place}', where it was not: {text}");
        }));
        return Task.CompletedTask;
    }
}
