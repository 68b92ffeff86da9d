using Wallet.Cli.Commands;
using Wallet.Cli.Load;

namespace Wallet.Cli.Tests.Load;

public sealed class LoadTests
{
    [Theory]
    [InlineData("set=50,get=40,adjust=10", "set=50,get=40,adjust=10")]
    [InlineData(" GET=1 , Transfer=0", "get=1,transfer=0")]
    [InlineData("set=0", null)]
    [InlineData("set=-1", null)]
    [InlineData("set", null)]
    [InlineData("", null)]
    [InlineData("set=1,set=2", null)]
    [InlineData("1=1", null)]
    [InlineData("drop=1", null)]
    [InlineData("set=99999999999", null)]
    public void A_mix_is_verbs_with_weights(string text, string? read)
    {
        LoadMix.TryParse(text)?.ToString().ShouldBe(read);
        if (read is null)
            LoadMix.TryParse(text).ShouldBeNull();
    }

    [Fact]
    public void Verbs_are_drawn_by_their_weights_and_again_with_the_same_seed()
    {
        var mix = LoadMix.TryParse("set=1,get=3,adjust=0")!;
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 4000).Select(_ => mix.Pick(random)).ToList();
        var again = new Random(1);

        drawn.Count(verb => verb == LoadVerb.Get).ShouldBeInRange(2850, 3150);
        drawn.ShouldNotContain(LoadVerb.Adjust);
        Enumerable.Range(0, 4000).Select(_ => mix.Pick(again)).ShouldBe(drawn);
    }

    [Theory]
    [InlineData("30s", 30.0)]
    [InlineData("5m", 300.0)]
    [InlineData("1h", 3600.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("0s", null)]
    [InlineData("-1s", null)]
    [InlineData("s", null)]
    [InlineData("", null)]
    [InlineData("5d", 432000.0)]
    [InlineData("1e9s", null)]
    public void A_duration_is_a_number_and_a_unit(string text, double? seconds)
    {
        CommandOptions.TryDuration(text)?.TotalSeconds.ShouldBe(seconds!.Value);
        (CommandOptions.TryDuration(text) is null).ShouldBe(seconds is null);
    }

    [Fact]
    public async Task At_a_rate_a_stall_counts_for_everything_that_was_due_meanwhile()
    {
        // All hundred are due within a tenth of a second; the first holds the only slot for three times as long.
        var first = 0;
        var run = new LoadRun(
            new LoadPlan(Rate: 1000, Count: 100, Duration: null, InFlight: 1),
            () =>
                (
                    LoadVerb.Get,
                    async () =>
                    {
                        if (Interlocked.Exchange(ref first, 1) == 0)
                            await Task.Delay(300);
                        return default;
                    }
                )
        );

        await run.RunAsync(CancellationToken.None);

        run.All.Count.ShouldBe(100);
        run.All.Percentile(1).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(190));
    }

    [Fact]
    public async Task Without_a_rate_no_more_are_unanswered_than_may_be()
    {
        var (now, most, gate) = (0, 0, new object());
        var run = new LoadRun(
            new LoadPlan(Rate: null, Count: 200, Duration: null, InFlight: 5),
            () =>
                (
                    LoadVerb.Set,
                    async () =>
                    {
                        lock (gate)
                            most = Math.Max(most, ++now);
                        await Task.Delay(1);
                        lock (gate)
                            now--;
                        return default;
                    }
                )
        );

        await run.RunAsync(CancellationToken.None);

        most.ShouldBe(5);
        (run.Sent, run.All.Count, run.Progress).ShouldBe((200, 200, 1.0));
    }

    [Fact]
    public async Task Refusals_are_answers_and_errors_are_counted_by_kind_without_a_latency()
    {
        var number = 0;
        var run = new LoadRun(new LoadPlan(Rate: null, Count: 30, Duration: null, InFlight: 3), () =>
        {
            var kind = number++ % 3;
            return (LoadVerb.Adjust, () => Task.FromResult(kind switch
            {
                0 => new LoadOutcome("InsufficientFunds", null),
                1 => new LoadOutcome(null, "no answer in time"),
                _ => default,
            }));
        });

        await run.RunAsync(CancellationToken.None);

        (run.All.Count, run.Refusals["InsufficientFunds"], run.Errors["no answer in time"]).ShouldBe((20, 10, 10));
    }

    [Fact]
    public async Task An_interrupted_run_ends_although_an_answer_never_comes_and_says_so()
    {
        using var interruption = new CancellationTokenSource();
        var run = new LoadRun(
            new LoadPlan(Rate: null, Count: 10, Duration: null, InFlight: 1),
            () =>
                (
                    LoadVerb.Get,
                    async () =>
                    {
                        await interruption.CancelAsync();
                        await Task.Delay(Timeout.Infinite);
                        return default;
                    }
                )
        );

        await run.RunAsync(interruption.Token);

        (run.Sent, run.Errors["interrupted before the answer"]).ShouldBe((1, 1));
    }
}
