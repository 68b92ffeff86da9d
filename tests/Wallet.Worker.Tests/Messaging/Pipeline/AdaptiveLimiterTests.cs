using Microsoft.Extensions.Time.Testing;
using Wallet.Worker.Messaging.Pipeline;

namespace Wallet.Worker.Tests.Messaging.Pipeline;

public sealed class AdaptiveLimiterTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Everybody_is_let_in_until_the_tables_push_back()
    {
        using var gate = new AdaptiveLimiter(100, _clock);

        var rounds = await EnterAsync(gate, 100);

        gate.EnterAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse("the gate has a limit");
        rounds.ForEach(round => gate.Leave(round, isPushedBack: false));
        gate.Limit.ShouldBe(100);
    }

    [Fact]
    public async Task A_push_back_halves_what_was_inside_and_those_that_were_begun_before_it_do_not_halve_again()
    {
        using var gate = new AdaptiveLimiter(100, _clock);
        var rounds = await EnterAsync(gate, 16);

        rounds.ForEach(round => gate.Leave(round, isPushedBack: true));

        gate.Limit.ShouldBe(8);
        (await EnterAsync(gate, 8)).ForEach(round => gate.Leave(round, isPushedBack: true));
        gate.Limit.ShouldBe(4);
    }

    [Fact]
    public async Task Each_round_of_successes_lets_one_more_in_and_the_limit_is_never_exceeded()
    {
        using var gate = new AdaptiveLimiter(4, _clock);
        gate.Leave((await EnterAsync(gate, 1))[0], isPushedBack: true);
        gate.Limit.ShouldBe(1);

        var limits = new List<int>();
        for (var message = 0; message < 10; message++)
        {
            gate.Leave((await EnterAsync(gate, 1))[0], isPushedBack: false);
            limits.Add(gate.Limit);
        }

        limits.ShouldBe([2, 2, 3, 3, 3, 4, 4, 4, 4, 4]);
    }

    [Fact]
    public async Task One_at_a_time_pauses_between_push_backs_double_up_to_the_longest_and_a_success_ends_them()
    {
        using var gate = new AdaptiveLimiter(1, _clock);
        var pause = AdaptiveLimiter.PauseFirst;
        for (var failure = 1; failure <= 10; failure++)
        {
            gate.Leave(await gate.EnterAsync(CancellationToken.None), isPushedBack: true);
            var next = gate.EnterAsync(CancellationToken.None).AsTask();
            _clock.Advance(pause - TimeSpan.FromMilliseconds(1));
            next.IsCompleted.ShouldBeFalse();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            gate.Leave(await next, isPushedBack: true);
            pause = pause * 2 < AdaptiveLimiter.PauseMax ? pause * 2 : AdaptiveLimiter.PauseMax;
            _clock.Advance(pause);
            pause = pause * 2 < AdaptiveLimiter.PauseMax ? pause * 2 : AdaptiveLimiter.PauseMax;
        }

        gate.Leave(await gate.EnterAsync(CancellationToken.None), isPushedBack: false);
        gate.EnterAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_stops_waiting_takes_nobody_s_place()
    {
        using var gate = new AdaptiveLimiter(1, _clock);
        var inside = await gate.EnterAsync(CancellationToken.None);
        using var stopping = new CancellationTokenSource();
        var gone = gate.EnterAsync(stopping.Token).AsTask();
        var next = gate.EnterAsync(CancellationToken.None).AsTask();

        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(gone);
        gate.Leave(inside, isPushedBack: false);

        gate.Leave(await next, isPushedBack: false);
        gate.EnterAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_waits_for_so_long_that_the_broker_takes_the_message_back()
    {
        using var gate = new AdaptiveLimiter(1, _clock);
        var inside = await gate.EnterAsync(CancellationToken.None);
        var next = gate.EnterAsync(CancellationToken.None).AsTask();

        _clock.Advance(AdaptiveLimiter.WaitMax);

        var anyway = await next;
        gate.Leave(inside, isPushedBack: false);
        gate.EnterAsync(CancellationToken.None).AsTask().IsCompleted.ShouldBeFalse("one is still inside");
        gate.Leave(anyway, isPushedBack: false);
    }

    private static async Task<List<int>> EnterAsync(AdaptiveLimiter gate, int count)
    {
        var rounds = new List<int>();
        for (var one = 0; one < count; one++)
            rounds.Add(await gate.EnterAsync(CancellationToken.None));
        return rounds;
    }
}
