using System.Text;
using Wallet.Hosting.Queues;

namespace Wallet.Hosting.Tests.Queues;

public sealed class DeathHeadersTests
{
    /// <summary>
    /// The deaths of a message in wallet-get-balance_dead, the last first, and whether it has expired.
    /// </summary>
    public static TheoryData<string[], bool> Cases => new()
    {
        { ["wallet-get-balance expired"], true },
        { ["wallet-get-balance delivery_limit"], false },
        { ["wallet-get-balance delivery_limit", "wallet-delay-1s expired"], false },
        { ["wallet-get-balance expired", "wallet-delay-1s expired"], true },
        { ["wallet-delay-1s expired"], false },
        { [], false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_the_last_death_says_whether_a_message_has_expired(string[] deaths, bool isExpired)
    {
        var table = deaths.Select(death => death.Split(' ')).Select(death => (object?)new Dictionary<string, object?>
        {
            ["queue"] = Encoding.UTF8.GetBytes(death[0]), ["reason"] = Encoding.UTF8.GetBytes(death[1]),
        }).ToList();

        DeathHeaders
            .IsExpired(new Dictionary<string, object?> { ["x-death"] = table }, "wallet-get-balance")
            .ShouldBe(isExpired);
    }

    [Fact]
    public void What_a_sender_writes_in_their_place_is_no_death()
    {
        DeathHeaders.IsExpired(null, "q").ShouldBeFalse();
        DeathHeaders.IsExpired(new Dictionary<string, object?> { ["x-death"] = "expired" }, "q").ShouldBeFalse();
        DeathHeaders
            .IsExpired(new Dictionary<string, object?> { ["x-death"] = new List<object?> { 5 } }, "q")
            .ShouldBeFalse();
        DeathHeaders
            .IsExpired(
                new Dictionary<string, object?>
                {
                    ["x-death"] = new List<object?> { new Dictionary<string, object?> { ["queue"] = 5 } },
                },
                "q"
            )
            .ShouldBeFalse();
    }

    [Fact]
    public void Deliveries_are_counted_however_the_broker_counts()
    {
        DeathHeaders.DeliveriesOf(null).ShouldBe(1);
        DeathHeaders.DeliveriesOf(new Dictionary<string, object?> { ["x-delivery-count"] = 20L }).ShouldBe(21);
        DeathHeaders
            .DeliveriesOf(new Dictionary<string, object?> { ["x-delivery-count"] = 2L, ["x-acquired-count"] = 7L })
            .ShouldBe(8);
    }

    /// <summary>As a sender writes it, whom the broker does not contradict at the first delivery.</summary>
    [Theory]
    [InlineData("x-acquired-count")]
    [InlineData("x-delivery-count")]
    public void A_count_that_nobody_can_add_to_is_a_large_one(string header) =>
        DeathHeaders.DeliveriesOf(new Dictionary<string, object?> { [header] = int.MaxValue })
            .ShouldBeGreaterThan(1000);
}
