using MassTransit;
using Wallet.Worker.Metrics;

namespace Wallet.Worker.Messaging.Observation;

/// <summary>Counts and times messages, by queue and outcome. Only registered if metrics are exported.</summary>
internal sealed class MessageObserver(TimeProvider clock) : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    /// <summary>MassTransit also calls this for a parked message, as a successful delivery.</summary>
    public Task PostReceive(ReceiveContext context) => End(context, context.IsFaulted ? "parked" : "handled");

    public Task ReceiveFault(ReceiveContext context, Exception exception) => End(context, "failed");

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Waited(context);

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Waited(context);

    private Task Waited(ConsumeContext context)
    {
        if (context.SentTime is { } sent)
        {
            var wait = clock.GetUtcNow() - new DateTimeOffset(sent.ToUniversalTime());
            WalletMeters.MessageWait.Record(
                Math.Max(0, wait.TotalSeconds),
                new KeyValuePair<string, object?>("queue", WalletMeters.QueueOf(context.ReceiveContext.InputAddress))
            );
        }

        return Task.CompletedTask;
    }

    private static Task End(ReceiveContext context, string outcome)
    {
        KeyValuePair<string, object?> queue = new("queue", WalletMeters.QueueOf(context.InputAddress));
        WalletMeters.Messages.Add(1, queue, new("outcome", outcome));
        WalletMeters.MessageDuration.Record(context.ElapsedTime.TotalSeconds, queue, new("outcome", outcome));
        return Task.CompletedTask;
    }
}
