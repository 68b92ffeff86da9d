using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Wallet.Worker.Messaging.Publishing;

namespace Wallet.Worker.Tests.Messaging.Publishing;

public sealed class BrokerOutageTests
{
    public static TheoryData<string, Exception, bool> Errors =>
        new()
        {
            { "nobody listens at the broker's port", new BrokerUnreachableException(new IOException("refused")), true },
            {
                "the virtual host is still starting",
                new BrokerUnreachableException(
                    new OperationInterruptedException(
                        new ShutdownEventArgs(
                            ShutdownInitiator.Peer,
                            Constants.NotAllowed,
                            "NOT_ALLOWED - vhost '/' is down"
                        )
                    )
                ),
                true
            },
            {
                "the connection broke",
                new AlreadyClosedException(new ShutdownEventArgs(ShutdownInitiator.Library, 0, "End of stream")),
                true
            },
            { "the connection broke, and says why", new AlreadyClosedException(BrokenStream()), true },
            {
                "the broker stops",
                new AlreadyClosedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.ConnectionForced, "CONNECTION_FORCED")
                ),
                true
            },
            { "the client cancels what was under way", new TaskCanceledException(), true },
            {
                "the client is done with the channel",
                new OperationInterruptedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, 491, "ObjectDisposedException on channel")
                ),
                true
            },
            {
                "the broker has failed inside",
                new AlreadyClosedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.InternalError, "INTERNAL_ERROR")
                ),
                true
            },
            {
                "a queue has no majority to take the message",
                new RabbitMQ.Client.Exceptions.PublishException(1, isReturn: false),
                true
            },
            {
                "there is no such exchange",
                new OperationInterruptedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.NotFound, "NOT_FOUND")
                ),
                false
            },
            {
                "the worker may not write there",
                new OperationInterruptedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.AccessRefused, "ACCESS_REFUSED")
                ),
                false
            },
            {
                "the address has other arguments",
                new OperationInterruptedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.PreconditionFailed, "PRECONDITION_FAILED")
                ),
                false
            },
            {
                "the broker takes no message as large",
                new OperationInterruptedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.ContentTooLarge, "CONTENT_TOO_LARGE")
                ),
                false
            },
            {
                "the broker does not understand the message",
                new AlreadyClosedException(
                    new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.SyntaxError, "SYNTAX_ERROR")
                ),
                false
            },
            { "nobody takes the message", new RabbitMQ.Client.Exceptions.PublishException(1, isReturn: true), false },
            { "the message is bad", new InvalidOperationException("no"), false },
        };

    private static ShutdownEventArgs BrokenStream() =>
        new(ShutdownInitiator.Library, 0, "End of stream", new EndOfStreamException("Heartbeat missing"));

    [Theory]
    [MemberData(nameof(Errors))]
    public void Only_a_broker_that_has_gone_away_is_an_outage(string what, Exception error, bool expected) =>
        BrokerOutage.Is(error).ShouldBe(expected, what);
}
