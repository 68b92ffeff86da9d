using System.Collections.Concurrent;
using MassTransit;
using Wallet.Contracts;

namespace SystemTests.Consumers;

/// <summary>
/// Every message that was published, repeats included: the harness' own list has each message id once.
/// </summary>
internal sealed class EventLog : IPublishObserver
{
    private readonly ConcurrentQueue<(Guid? MessageId, object Message)> _published = new();

    /// <summary>What was published so far, in its order.</summary>
    public IReadOnlyList<object> All => [.. _published.Select(one => one.Message)];

    /// <summary>The events of an operation so far.</summary>
    public IReadOnlyList<(Guid? MessageId, BalanceUpdated Message)> Of(Guid operationId) =>
        [
            .. from one in _published
            let updated = one.Message as BalanceUpdated
            where updated?.OperationId == operationId
            select (one.MessageId, updated),
        ];

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class
        => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        _published.Enqueue((context.MessageId, context.Message));
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class
        => Task.CompletedTask;
}
