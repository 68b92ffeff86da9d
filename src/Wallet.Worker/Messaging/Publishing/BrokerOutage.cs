using System.Collections.Frozen;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// Tells an outage of the broker, or a queue that cannot take anything at the moment, from a refusal of a message or
/// its address.
/// </summary>
internal static class BrokerOutage
{
    /// <summary>
    /// AMQP's codes for a wrong request, which would be refused again. Any other code means that something broke.
    /// </summary>
    private static readonly FrozenSet<ushort> Refusals = new ushort[]
    {
        Constants.ContentTooLarge,
        Constants.NoRoute,
        Constants.NoConsumers,
        Constants.InvalidPath,
        Constants.AccessRefused,
        Constants.NotFound,
        Constants.ResourceLocked,
        Constants.PreconditionFailed,
        Constants.FrameError,
        Constants.SyntaxError,
        Constants.CommandInvalid,
        Constants.ChannelError,
        Constants.UnexpectedFrame,
        Constants.NotAllowed,
        Constants.NotImplemented,
    }.ToFrozenSet();

    /// <remarks>
    /// When a connection breaks, the client cancels what is in progress, and users of its closed channels may get any
    /// exception. A queue that does not confirm, because it is full or has lost its majority, may take the message
    /// later.
    /// </remarks>
    public static bool Is(Exception error) =>
        error is BrokerUnreachableException
        || Said(error) switch
        {
            OperationInterruptedException { ShutdownReason: { Initiator: ShutdownInitiator.Peer } reason } =>
                !Refusals.Contains(reason.ReplyCode),
            OperationInterruptedException => true,
            RabbitMQ.Client.Exceptions.PublishException { IsReturn: var isReturn } => !isReturn,
            _ => error
                is RabbitMqConnectionException
                    or IOException
                    or TimeoutException
                    or ObjectDisposedException
                    or OperationCanceledException,
        };

    /// <summary>
    /// The broker's or the client's own error: around it are MassTransit's exceptions, inside it a socket's.
    /// </summary>
    private static Exception? Said(Exception? error)
    {
        while (error is not (null or OperationInterruptedException or RabbitMQ.Client.Exceptions.PublishException))
            error = error.InnerException;
        return error;
    }
}
