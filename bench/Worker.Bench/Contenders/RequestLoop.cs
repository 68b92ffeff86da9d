using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace WorkerBench.Contenders;

/// <summary>A number of callers, each of which sends its next request when the last one is answered.</summary>
internal static class RequestLoop
{
    private const string Replies = "bench_loop_replies";
    private static readonly TimeSpan LastResponsesMax = TimeSpan.FromMinutes(2);

    /// <returns>How long each response took, in milliseconds, in order; and the responses in a second.</returns>
    public static async Task<(double[] Times, double PerSecond)> RunAsync(
        Broker broker, MessageMaker maker, string queue, Verb verb, int inFlight, TimeSpan duration, int wallets)
    {
        var sent = new ConcurrentDictionary<Guid, long>();
        var times = new ConcurrentQueue<double>();
        var free = Channel.CreateUnbounded<bool>();
        await using var receiving = await broker.OpenChannelAsync();
        await Broker.DeclareReplyQueueAsync(receiving, Replies);
        var consumer = new AsyncEventingBasicConsumer(receiving);
        consumer.ReceivedAsync += (_, reply) =>
        {
            if (sent.TryRemove(MessageMaker.RequestOf(reply.BasicProperties, reply.Body.Span), out var at))
            {
                times.Enqueue(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                free.Writer.TryWrite(true);
            }

            return Task.CompletedTask;
        };
        await receiving.BasicConsumeAsync(Replies, autoAck: true, consumer);

        await using var sending = await broker.OpenChannelAsync();
        for (var i = 0; i < inFlight; i++)
            free.Writer.TryWrite(true);
        var start = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(start) < duration; number++)
        {
            await free.Reader.ReadAsync();
            var id = Guid.NewGuid();
            var (properties, body) = maker.Make(verb, Random.Shared.Next(wallets), id, Replies);
            sent[id] = Stopwatch.GetTimestamp();
            await sending.BasicPublishAsync("", queue, mandatory: false, properties, body);
        }

        var answered = times.Count;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Waiting.UntilAsync(
            () => Task.FromResult(sent.IsEmpty),
            $"the last responses from {queue}",
            LastResponsesMax);
        return ([.. times.Order()], answered / seconds);
    }
}
