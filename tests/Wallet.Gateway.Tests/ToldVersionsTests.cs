using Wallet.Gateway.Events;

namespace Wallet.Gateway.Tests;

public sealed class ToldVersionsTests
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
        var versions = new ToldVersions(after);

        foreach (var version in told.Split(' '))
            versions.Tell(long.Parse(version, System.Globalization.CultureInfo.InvariantCulture));

        versions.All.ShouldBe(all);
    }

    [Fact]
    public void What_nobody_knows_any_longer_is_not_missing()
    {
        var versions = new ToldVersions(2);
        versions.Tell(7);

        versions.Pass(6);

        versions.All.ShouldBe(7);
    }

    [Fact]
    public void A_wallet_that_was_restored_to_less_than_the_client_knew_begins_there()
    {
        var versions = new ToldVersions(100);

        versions.StartFrom(5);
        versions.Tell(6);

        versions.All.ShouldBe(6);
    }

    [Fact]
    public void A_change_that_many_have_overtaken_is_not_waited_for()
    {
        var versions = new ToldVersions(1);

        for (var version = 3; version < 3 + ToldVersions.AheadMax; version++)
            versions.Tell(version);
        versions.IsMissingOne.ShouldBeFalse();
        versions.Tell(3 + ToldVersions.AheadMax);

        versions.IsMissingOne.ShouldBeTrue();
    }
}
