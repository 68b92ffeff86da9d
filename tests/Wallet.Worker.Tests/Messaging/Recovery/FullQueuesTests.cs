using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client.Exceptions;
using Wallet.Worker.Messaging.Recovery;

namespace Wallet.Worker.Tests.Messaging.Recovery;

public sealed class FullQueuesTests
{
    private const string Queue = "wallet-set-balance_error";

    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLog<FullQueues> _log = new();
    private readonly FullQueues _queues;

    public FullQueuesTests() => _queues = new FullQueues(_clock, _log);

    [Fact]
    public void It_is_said_at_once_and_not_again_before_a_minute_is_over()
    {
        Refuse();
        _log.Taken().ShouldHaveSingleItem().ShouldStartWith($"Error: '{Queue}' takes no message: it is full");

        _clock.Advance(TimeSpan.FromSeconds(59));
        for (var attempt = 0; attempt < 100; attempt++)
            Refuse();

        _log.Taken().ShouldBeEmpty();
    }

    [Fact]
    public void It_is_said_again_once_a_minute_with_how_often_it_was_tried()
    {
        Refuse();
        _log.Taken();

        for (var minute = 1; minute <= 3; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Refuse();
            Refuse();
            _log.Taken().ShouldHaveSingleItem()
                .ShouldStartWith($"Warning: '{Queue}' still takes no message, after {2 * minute} attempts: it is full");
        }
    }

    [Fact]
    public void Its_end_is_said_once_and_the_next_time_is_a_beginning_again()
    {
        Refuse();
        Refuse();
        _log.Taken();

        _queues.Takes(Queue);
        _queues.Takes(Queue);
        _log.Taken().ShouldBe([$"Information: '{Queue}' takes messages again, after 2 attempts that it refused."]);

        Refuse();
        _log.Taken().ShouldHaveSingleItem().ShouldStartWith("Error:");
    }

    [Fact]
    public void Each_queue_is_said_for_itself_and_one_that_takes_all_is_not_mentioned()
    {
        _queues.Takes("wallet-get-balance_error");
        Refuse();
        _queues.Refuses("wallet-get-history_error", new PublishException(1, isReturn: true));

        var said = _log.Taken();
        said.Count.ShouldBe(2);
        said[1].ShouldContain("'wallet-get-history_error' takes no message: there is no such queue");
    }

    [Fact]
    public void Many_at_once_are_one_beginning_and_each_of_them_counts()
    {
        Parallel.For(0, 100, _ => Refuse());
        _queues.Takes(Queue);

        var said = _log.Taken();
        said.Count.ShouldBe(2);
        said[0].ShouldStartWith("Error:");
        said[1].ShouldContain("after 100 attempts");
    }

    private void Refuse() => _queues.Refuses(Queue, new PublishException(1, isReturn: false));
}
