using Microsoft.Extensions.Time.Testing;
using Wallet.Contracts;
using Wallet.Gateway.Pulse;

namespace Wallet.Gateway.Tests.Pulse;

public sealed class PulseBoardTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_worker_is_shown_with_its_latest_pulse_and_forgotten_after_three_silent_intervals()
    {
        var board = new PulseBoard(_clock);
        board.Note(Pulse("b:2", handled: 1));
        board.Note(Pulse("a:1", handled: 1));
        board.Note(Pulse("a:1", handled: 5));
        board.Workers().Select(one => (one.Worker, one.Handled)).ShouldBe([("a:1", 5), ("b:2", 1)]);

        _clock.Advance(TimeSpan.FromSeconds(15));
        board.Workers().Count.ShouldBe(2);
        board.Note(Pulse("a:1", handled: 6));
        _clock.Advance(TimeSpan.FromSeconds(1));

        board.Workers().ShouldHaveSingleItem().Worker.ShouldBe("a:1");
    }

    [Fact]
    public void However_many_workers_are_made_up_what_is_kept_has_an_end()
    {
        var board = new PulseBoard(_clock);
        for (var worker = 0; worker < 1100; worker++)
            board.Note(Pulse($"w:{worker}", handled: 1));

        board.Workers().Count.ShouldBe(1000);
    }

    private static WorkerPulse Pulse(string worker, long handled) =>
        new()
        {
            Worker = worker,
            StartedAt = DateTimeOffset.UnixEpoch,
            At = DateTimeOffset.UnixEpoch,
            IntervalSeconds = 5,
            Handled = handled,
            HandledPerSecond = 0,
            Failed = 0,
            LatencyMsP50 = null,
            LatencyMsP99 = null,
            InFlight = 0,
        };
}
