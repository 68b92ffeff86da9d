using Wallet.Contracts;
using Wallet.Gateway.Events;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Tests.Events;

public sealed class EventHubTests
{
    private readonly EventHub _hub = new(new GatewaySettings { StreamsMax = 2 });

    [Fact]
    public void A_subscriber_that_does_not_read_is_dropped_when_its_buffer_is_full_and_the_others_are_not()
    {
        var id = Guid.NewGuid();
        using var slow = _hub.TrySubscribe(id)!;
        using var other = _hub.TrySubscribe(Guid.NewGuid())!;

        for (var version = 1; version <= EventSubscription.BufferSize; version++)
            _hub.Publish(Change(id, version));
        slow.Ended.IsCancellationRequested.ShouldBeFalse();
        _hub.Publish(Change(id, EventSubscription.BufferSize + 1));

        slow.Ended.IsCancellationRequested.ShouldBeTrue();
        other.Ended.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void There_are_as_many_streams_as_are_set_and_one_that_goes_makes_room()
    {
        var first = _hub.TrySubscribe(null)!;
        using var second = _hub.TrySubscribe(null);
        _hub.TrySubscribe(null).ShouldBeNull();

        first.Dispose();
        first.Dispose();

        using var third = _hub.TrySubscribe(null);
        third.ShouldNotBeNull();
        _hub.TrySubscribe(null).ShouldBeNull();
    }

    [Fact]
    public void When_the_events_queue_is_lost_every_stream_ends()
    {
        using var one = _hub.TrySubscribe(null)!;
        using var other = _hub.TrySubscribe(Guid.NewGuid())!;

        _hub.EndAll();

        (one.Ended.IsCancellationRequested, other.Ended.IsCancellationRequested).ShouldBe((true, true));
    }

    private static BalanceUpdated Change(Guid id, long version) =>
        new()
        {
            UserId = id,
            Balance = version,
            PreviousBalance = null,
            Version = version,
            OperationId = Guid.NewGuid(),
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
}
