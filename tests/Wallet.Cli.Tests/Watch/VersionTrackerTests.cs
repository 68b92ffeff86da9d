using System.Text;
using Wallet.Cli.Watch;

namespace Wallet.Cli.Tests.Watch;

public sealed class VersionTrackerTests
{
    private readonly VersionTracker _versions = new();
    private readonly Guid _wallet = Guid.NewGuid();

    [Fact]
    public void Gaps_repeats_and_latecomers_are_told_apart()
    {
        var marks = new long[] { 5, 6, 9, 8, 8, 7, 9, 10 }
            .Select(version => _versions.Track(_wallet, version)).ToList();

        marks.ShouldBe([
            (VersionMark.Next, 0), (VersionMark.Next, 0), (VersionMark.Gap, 2), (VersionMark.Late, 0),
            (VersionMark.Repeat, 0), (VersionMark.Late, 0), (VersionMark.Repeat, 0), (VersionMark.Next, 0)]);
    }

    [Fact]
    public void Wallets_are_followed_apart()
    {
        _versions.Track(_wallet, 1);

        _versions.Track(Guid.NewGuid(), 7).ShouldBe((VersionMark.Next, 0));
        _versions.Track(_wallet, 2).ShouldBe((VersionMark.Next, 0));
    }

    [Fact]
    public void A_huge_gap_takes_no_huge_memory()
    {
        _versions.Track(_wallet, 1);

        _versions.Track(_wallet, long.MaxValue).ShouldBe((VersionMark.Gap, long.MaxValue - 2));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[1]")]
    [InlineData("""{"message":5}""")]
    [InlineData("{}")]
    public void What_is_no_event_is_passed_over(string body)
    {
        Subscription.Read(Encoding.UTF8.GetBytes(body)).ShouldBeNull();
    }
}
