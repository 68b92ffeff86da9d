using Microsoft.Extensions.Time.Testing;
using Wallet.Hosting.Guard;
using Wallet.Worker.Tests;

namespace Wallet.Hosting.Tests.Guard;

public sealed class GuardWatchTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordingLog<GuardWatch> _log = new();
    private readonly GuardWatch _watch;

    public GuardWatchTests() => _watch = new GuardWatch(_clock, _log);

    [Fact]
    public void The_first_is_told_at_once_with_its_reason()
    {
        _watch.Replaced("a decimal has 30 places behind the point, and 28 is the limit");

        var said = _log.Taken().ShouldHaveSingleItem();
        said.ShouldStartWith("Warning: Messages came whose properties cannot be read (1 since");
        said.ShouldContain("the last because a decimal has 30 places behind the point");
    }

    [Fact]
    public void A_storm_of_them_is_told_once_a_minute_with_how_many_they_were()
    {
        _watch.Replaced("one");
        _log.Taken();

        for (var second = 0; second < 59; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            for (var message = 0; message < 100; message++)
                _watch.Replaced("many");
        }

        _log.Taken().ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _watch.Replaced("the last");

        _log.Taken().ShouldHaveSingleItem()
            .ShouldContain("(5901 since this was last said), the last because the last.");
    }
}
