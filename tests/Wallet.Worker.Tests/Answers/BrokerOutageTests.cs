using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Wallet.Worker.Answers;

namespace Wallet.Worker.Tests.Answers;

public sealed class BrokerOutageTests
{
    public static TheoryData<string, Exception, bool> Errors => new()
    {
        { "nobody listens at the broker's port", new BrokerUnreachableException(new IOException("refused")), true },
        { "the connection broke", new AlreadyClosedException(new ShutdownEventArgs(ShutdownInitiator.Library, 0, "End of stream")), true },
        { "the broker stops", new AlreadyClosedException(new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.ConnectionForced, "CONNECTION_FORCED")), true },
        { "the client cancels what was under way", new TaskCanceledException(), true },
        { "there is no such exchange", new OperationInterruptedException(new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.NotFound, "NOT_FOUND")), false },
        { "the worker may not write there", new OperationInterruptedException(new ShutdownEventArgs(ShutdownInitiator.Peer, Constants.AccessRefused, "ACCESS_REFUSED")), false },
        { "nobody takes the message", new PublishException(1, isReturn: true), false },
        { "the message is bad", new InvalidOperationException("no"), false },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Only_a_broker_that_has_gone_away_is_an_outage(string what, Exception error, bool expected) => BrokerOutage.Is(error).ShouldBe(expected, what);
}
