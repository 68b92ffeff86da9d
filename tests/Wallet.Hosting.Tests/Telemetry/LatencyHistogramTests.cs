using Wallet.Hosting.Telemetry;

namespace Wallet.Hosting.Tests.Telemetry;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void An_empty_one_says_zero()
    {
        var histogram = new LatencyHistogram();

        (histogram.Count, histogram.Percentile(99), histogram.Max, histogram.Mean).ShouldBe(
            (0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1_000_000)]
    [InlineData(9_223_372_036_854_775)]
    public void One_latency_is_every_percentile_exactly(long microseconds)
    {
        var histogram = new LatencyHistogram();

        histogram.Add(TimeSpan.FromTicks(Math.Min(microseconds, long.MaxValue / 10) * 10));

        histogram.Percentile(0.001).ShouldBe(histogram.Max);
        histogram.Percentile(100).ShouldBe(histogram.Max);
        histogram.Max.Ticks.ShouldBe(Math.Min(microseconds, long.MaxValue / 10) * 10);
    }

    [Fact]
    public void A_percentile_is_never_too_low_and_at_most_one_sixty_fourth_too_high()
    {
        var random = new Random(17);
        var histogram = new LatencyHistogram();
        var exact = new List<long>();
        for (var number = 0; number < 20_000; number++)
        {
            // Evenly spread over six orders of magnitude.
            exact.Add((long)Math.Exp(random.NextDouble() * Math.Log(1e8)));
            histogram.Add(TimeSpan.FromMicroseconds(exact[^1]));
        }

        exact.Sort();
        foreach (var percent in new[] { 0.1, 1, 10, 50, 90, 99, 99.9, 100 })
        {
            var truth = exact[(int)Math.Ceiling(exact.Count * percent / 100) - 1];
            var said = histogram.Percentile(percent).TotalMicroseconds;
            said.ShouldBeInRange(truth, truth * (1 + (1 / 64.0)), $"p{percent}");
        }

        histogram.Count.ShouldBe(20_000);
        histogram.Max.TotalMicroseconds.ShouldBe(exact[^1]);
        histogram.Mean.TotalMicroseconds.ShouldBe(exact.Average(), 1);
    }

    [Fact]
    public void Half_of_two_is_the_lower_one()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromMicroseconds(10));
        histogram.Add(TimeSpan.FromMicroseconds(90));

        histogram.Percentile(50).TotalMicroseconds.ShouldBe(10);
        histogram.Percentile(51).TotalMicroseconds.ShouldBe(90);
    }

    [Fact]
    public void A_clock_that_was_set_back_counts_as_zero()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromSeconds(-1));

        (histogram.Count, histogram.Max).ShouldBe((1, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100.1)]
    public void What_is_no_percentage_is_refused(double percent)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new LatencyHistogram().Percentile(percent));
    }

    [Fact]
    public async Task Many_threads_lose_no_count()
    {
        var histogram = new LatencyHistogram();

        await Parallel.ForAsync(0, 8, (thread, _) =>
        {
            for (var number = 0; number < 10_000; number++)
                histogram.Add(TimeSpan.FromMicroseconds((thread * 10_000) + number));
            return ValueTask.CompletedTask;
        });

        histogram.Count.ShouldBe(80_000);
        histogram.Max.TotalMicroseconds.ShouldBe(79_999);
    }
}
