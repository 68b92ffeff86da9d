using Wallet.Worker.Metrics;

namespace Wallet.Worker.Tests.Metrics;

public sealed class LatencyHistogramTests
{
    private readonly LatencyHistogram _histogram = new();

    [Fact]
    public void Percentiles_are_those_of_the_durations_to_within_5_percent()
    {
        for (var milliseconds = 1; milliseconds <= 1000; milliseconds++)
            _histogram.Add(TimeSpan.FromMilliseconds(milliseconds));

        var taken = _histogram.Take();

        LatencyHistogram.PercentileMs(taken, 0.50)!.Value.ShouldBeInRange(500, 525);
        LatencyHistogram.PercentileMs(taken, 0.99)!.Value.ShouldBeInRange(990, 1040);
        LatencyHistogram.PercentileMs(taken, 1)!.Value.ShouldBeInRange(1000, 1050);
    }

    [Fact]
    public void What_was_taken_is_not_counted_again()
    {
        _histogram.Add(TimeSpan.FromMilliseconds(5));
        LatencyHistogram.PercentileMs(_histogram.Take(), 0.5)!.Value.ShouldBeInRange(5, 5.25);

        LatencyHistogram.PercentileMs(_histogram.Take(), 0.5).ShouldBeNull();
    }

    [Fact]
    public void However_short_or_long_a_duration_is_it_is_counted()
    {
        _histogram.Add(TimeSpan.Zero);
        _histogram.Add(TimeSpan.MaxValue);
        var taken = _histogram.Take();

        taken.Sum().ShouldBe(2);
        LatencyHistogram.PercentileMs(taken, 0.5).ShouldBe(0.01);
        LatencyHistogram.PercentileMs(taken, 1)!.Value.ShouldBeGreaterThan(TimeSpan.FromMinutes(14).TotalMilliseconds);
    }
}
