using System.Collections.Frozen;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wallet.Worker.Messaging.Publishing;

/// <summary>
/// Tells a broker that has gone away, or that cannot take anything at the moment, from one that refuses a message or
/// its address.
/// </summary>
internal static class BrokerOutage
{
    /// <summary>
    /// AMQP's codes for what is wrong with a request, which would be wrong with the next one like it, too. Any other
    /// says that something broke.
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
    /// The client cancels what was under way when a connection breaks, and whoever finds a channel closed by that may
    /// be told anything. What a queue does not confirm, because it has lost its majority or is full, it may take later.
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
    /// What the broker said, or the client of it: around it are MassTransit's words, within it those of a socket.
    /// </summary>
    private static Exception? Said(Exception? error)
    {
        while (error is not (null or OperationInterruptedException or RabbitMQ.Client.Exceptions.PublishException))
            error = error.InnerException;
        return error;
    }
}
