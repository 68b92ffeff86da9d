using MassTransit;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Consumers;

/// <summary>Finds out which operation a message requests.</summary>
internal static class OperationIds
{
    /// <summary>
    /// The message's operation id, or else the message id that it was first sent with, or else its message id.
    /// </summary>
    /// <exception cref="BadMessageException">The message has none of them, or the id is the all-zero UUID.</exception>
    public static Guid Resolve<T>(ConsumeContext<T> context, Guid? operationId)
        where T : class
    {
        var id = operationId
            ?? context.Headers.Get<Guid>(MessageHeaders.OriginalMessageId)
            ?? context.MessageId
            ?? throw new BadMessageException(
                typeof(T).Name,
                "operationId is missing, and the message has no id that could stand for it. Send operationId, or a "
                    + "message id that is a UUID."
            );
        BadMessageException.ThrowIfEmpty(id, typeof(T).Name, "OperationId");
        return id;
    }
}
