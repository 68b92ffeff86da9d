using System.Collections.Concurrent;
using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace WorkerBench.Contenders;

/// <summary>
/// Requests at a steady rate, whatever becomes of earlier ones. A response's time counts from when its request was due.
/// </summary>
internal static class RequestStream
{
    private const string Replies = "bench_replies";

    public static async Task<double[]> RunAsync(
        Broker broker, MessageMaker maker, string queue, Verb verb, double perSecond, TimeSpan duration, int wallets)
    {
        var due = new ConcurrentDictionary<Guid, long>();
        var times = new ConcurrentBag<double>();
        await using var channel = await broker.OpenChannelAsync();
        await Broker.DeclareReplyQueueAsync(channel, Replies);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, reply) =>
        {
            // A contender that repeats a response is answered for once.
            if (due.TryRemove(MessageMaker.RequestOf(reply.BasicProperties, reply.Body.Span), out var since))
                times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(Replies, autoAck: true, consumer);

        await using var sending = await broker.OpenChannelAsync();
        await SteadyRate.RunAsync(
            perSecond,
            duration,
            async (number, dueAt) =>
            {
                var id = Guid.NewGuid();
                due[id] = dueAt;
                var (properties, body) = maker.Make(verb, number % wallets, id, Replies);
                await sending.BasicPublishAsync("", queue, mandatory: false, properties, body);
            }
        );
        await Waiting.UntilAsync(
            () => Task.FromResult(due.IsEmpty),
            $"the last responses from {queue}",
            TimeSpan.FromSeconds(60)
        );
        return [.. times.Order()];
    }
}

/// <summary>Does something so many times a second, and catches up when it is late.</summary>
internal static class SteadyRate
{
    /// <param name="perSecond">How often.</param>
    /// <param name="duration">How long.</param>
    /// <param name="act">Is given how many came before, and when it was due.</param>
    public static async Task RunAsync(double perSecond, TimeSpan duration, Func<int, long, Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        var count = (int)(perSecond * duration.TotalSeconds);
        for (var number = 0; number < count; number++)
        {
            var dueAt = start + (long)(number / perSecond * Stopwatch.Frequency);
            while (Stopwatch.GetTimestamp() < dueAt)
                await Task.Delay(1);
            await act(number, dueAt);
        }
    }
}
