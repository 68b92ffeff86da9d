using System.Collections.Concurrent;
using MassTransit;
using Wallet.Contracts;

namespace SystemTests.Consumers;

/// <summary>Every BalanceUpdated that was published, repeats included: the harness' own list has each message id once.</summary>
internal sealed class EventLog : IPublishObserver
{
    private readonly ConcurrentQueue<(Guid? MessageId, BalanceUpdated Message)> _events = new();

    public IReadOnlyList<(Guid? MessageId, BalanceUpdated Message)> Of(Guid operationId) =>
        [.. _events.Where(one => one.Message.OperationId == operationId)];

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
        => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        if (context.Message is BalanceUpdated message)
            _events.Enqueue((context.MessageId, message));
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class
        => Task.CompletedTask;
}
