using Wallet.Gateway.Events;

namespace Wallet.Gateway.Tests.Events;

public sealed class SentVersionsTests
{
    [Theory]
    [InlineData(null, "3 4 5", 5)]
    [InlineData(null, "3 5 6", 3)]
    [InlineData(null, "3 5 6 4", 6)]
    [InlineData(null, "3 2 1", 3)]
    [InlineData(2L, "5 4", 2)]
    [InlineData(2L, "5 4 3", 5)]
    [InlineData(4L, "3 4 4 5 5", 5)]
    public void A_client_goes_on_after_the_last_version_before_which_none_is_missing(long? after, string told, long all)
    {
        var versions = new SentVersions(after);

        foreach (var version in told.Split(' '))
            versions.MarkSent(long.Parse(version, System.Globalization.CultureInfo.InvariantCulture));

        versions.UpTo.ShouldBe(all);
    }

    [Fact]
    public void What_nobody_knows_any_longer_is_not_missing()
    {
        var versions = new SentVersions(2);
        versions.MarkSent(7);

        versions.SkipTo(6);

        versions.UpTo.ShouldBe(7);
    }

    [Fact]
    public void A_wallet_that_was_restored_to_less_than_the_client_knew_begins_there()
    {
        var versions = new SentVersions(100);

        versions.StartFrom(5);
        versions.MarkSent(6);

        versions.UpTo.ShouldBe(6);
    }

    [Fact]
    public void A_change_that_many_have_overtaken_is_not_waited_for()
    {
        var versions = new SentVersions(1);

        for (var version = 3; version < 3 + SentVersions.AheadMax; version++)
            versions.MarkSent(version);
        versions.IsMissingOne.ShouldBeFalse();
        versions.MarkSent(3 + SentVersions.AheadMax);

        versions.IsMissingOne.ShouldBeTrue();
    }
}
