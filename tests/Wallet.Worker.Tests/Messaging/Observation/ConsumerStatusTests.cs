using MassTransit;
using Microsoft.Extensions.Time.Testing;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Tests.Messaging.Observation;

public sealed class ConsumerStatusTests : IAsyncLifetime
{
    private static readonly Uri Address = new("rabbitmq://localhost/wallet-set-balance");

    private readonly ConsumerChannels _channels = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly ConsumerStatus _hearing;

    public ConsumerStatusTests() => _hearing = new ConsumerStatus(_channels, _clock);

    public async ValueTask InitializeAsync() => await _hearing.Ready(new Event(Address));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void A_queue_with_a_consumer_is_as_it_should_be()
    {
        _hearing.RecordConsumers("wallet-set-balance", 1);
        _clock.Advance(TimeSpan.FromHours(1));

        _hearing.Faults.ShouldBeEmpty();
        _hearing.Abandoned.ShouldBeEmpty();
    }

    [Fact]
    public void A_queue_without_one_is_named_at_once_and_given_up_after_a_while()
    {
        _hearing.RecordConsumers("wallet-set-balance", 0);
        _hearing.Faults.ShouldBe(["wallet-set-balance has no consumer"]);
        _clock.Advance(_hearing.Patience / 2);
        _hearing.RecordConsumers("wallet-set-balance", null);
        _hearing.Faults.ShouldBe(["wallet-set-balance does not exist"]);
        _hearing.Abandoned.ShouldBeEmpty();

        _clock.Advance(_hearing.Patience);

        _hearing.Abandoned.ShouldBe(["wallet-set-balance"]);
        _hearing.Reset();
        _hearing.Abandoned.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_consumer_of_another_worker_does_not_hide_that_this_one_s_has_ended()
    {
        await _hearing.Completed(new Event(Address));
        _hearing.RecordConsumers("wallet-set-balance", 1);

        _hearing.Faults.ShouldBe(["wallet-set-balance is not listened to by this worker"]);
        _clock.Advance(_hearing.Patience * 2);
        _hearing.Abandoned.ShouldBe(["wallet-set-balance"]);
    }

    [Fact]
    public async Task A_channel_that_has_died_without_the_bus_being_told_is_noticed_and_ended()
    {
        var (isOpen, ended) = (true, 0);
        _channels.Opened("wallet-set-balance", new ConsumerChannel(() => isOpen, () => Task.FromResult(ended++)));
        _hearing.RecordConsumers("wallet-set-balance", 2);
        await _hearing.CloseDeadChannelsAsync();
        (_hearing.Faults.Count, ended).ShouldBe((0, 0));

        isOpen = false;
        _hearing.RecordConsumers("wallet-set-balance", 1);

        _hearing.Faults.ShouldBe(["wallet-set-balance is not listened to by this worker"]);
        await _hearing.CloseDeadChannelsAsync();
        ended.ShouldBe(1);
        await _hearing.Completed(new Event(Address));
        await _hearing.CloseDeadChannelsAsync();
        ended.ShouldBe(1, "the bus knows by now");
    }

    [Fact]
    public async Task Dead_channels_are_ended_all_at_once_and_each_once_although_one_hangs_and_one_cannot_be_ended()
    {
        var ended = new List<string>();
        foreach (
            var (queue, end) in new (string, Func<Task>)[]
            {
                ("wallet-a", () => Task.Delay(Timeout.Infinite)),
                ("wallet-b", () => throw new ObjectDisposedException("semaphore")),
                ("wallet-c", () => Task.CompletedTask),
            }
        )
        {
            await _hearing.Ready(new Event(new Uri("rabbitmq://localhost/" + queue)));
            _channels.Opened(queue, new ConsumerChannel(() => false, () =>
            {
                ended.Add(queue);
                return end();
            }));
            _hearing.RecordConsumers(queue, 1);
        }

        _ = _hearing.CloseDeadChannelsAsync();
        _ = _hearing.CloseDeadChannelsAsync();

        ended.Order().ShouldBe(["wallet-a", "wallet-b", "wallet-c"]);
    }

    [Fact]
    public void A_channel_that_stays_dead_is_given_up_sooner_than_what_the_bus_is_trying()
    {
        _channels.Opened("wallet-set-balance", new ConsumerChannel(() => false, () => Task.CompletedTask));
        _hearing.RecordConsumers("wallet-set-balance", 1);
        _clock.Advance(_hearing.PatienceWithDead / 2);
        _hearing.Abandoned.ShouldBeEmpty();

        _clock.Advance(_hearing.PatienceWithDead);

        _hearing.PatienceWithDead.ShouldBeLessThan(_hearing.Patience / 2);
        _hearing.Abandoned.ShouldBe(["wallet-set-balance"]);
    }

    [Fact]
    public async Task What_is_still_being_tried_is_not_given_up()
    {
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            await _hearing.Faulted(new Event(Address));
            _clock.Advance(_hearing.Patience * 0.7);
            _hearing.Abandoned.ShouldBeEmpty();
        }

        await _hearing.Ready(new Event(Address));
        _hearing.Faults.ShouldBeEmpty();
    }

    private sealed record Event(Uri InputAddress)
        : ReceiveEndpointReady,
            ReceiveEndpointCompleted,
            ReceiveEndpointFaulted
    {
        public IReceiveEndpoint ReceiveEndpoint => null!;

        public bool IsStarted => true;

        public long DeliveryCount => 0;

        public long ConcurrentDeliveryCount => 0;

        public Exception Exception => new InvalidOperationException("No.");
    }
}
