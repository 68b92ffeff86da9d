using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Wallet.Worker.Answers;

/// <summary>What is said when the broker has gone away, and not that it refuses a message or its address.</summary>
internal static class BrokerOutage
{
    /// <remarks>The client cancels what was under way when a connection breaks.</remarks>
    public static bool Is(Exception error) => error.GetBaseException() switch
    {
        OperationInterruptedException { ShutdownReason: { } reason } => reason.Initiator == ShutdownInitiator.Library || reason.ReplyCode == Constants.ConnectionForced,
        _ => error is BrokerUnreachableException or RabbitMqConnectionException or IOException or TimeoutException or ObjectDisposedException or OperationCanceledException,
    };
}

/// <summary>Gives a message back whose worker lost the broker: it has neither failed nor been carried out to the end, and is delivered again.</summary>
internal sealed class GiveBackFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        BrokerOutage.Is(context.Exception) ? Task.FromException(context.Exception) : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("giveBack");
}
