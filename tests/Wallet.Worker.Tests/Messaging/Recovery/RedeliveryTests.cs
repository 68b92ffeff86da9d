using RabbitMQ.Client;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Messaging.Topology;

namespace Wallet.Worker.Tests.Messaging.Recovery;

public sealed class RedeliveryTests
{
    [Fact]
    public void A_message_that_is_put_off_counts_it()
    {
        var delivered = new BasicProperties
        {
            MessageId = "m",
            Headers = new Dictionary<string, object?> { ["MT-Redelivery-Count"] = 1 },
        };

        var again = Redelivery.PropertiesOf(delivered, 2);

        again.MessageId.ShouldBe("m");
        again.Headers.ShouldBe(new Dictionary<string, object?> { ["MT-Redelivery-Count"] = 2 }, ignoreOrder: true);
    }

    public static TheoryData<object?, int> Counts =>
        new()
        {
            { null, 0 },
            { 2, 2 },
            { 7L, 7 },
            { "3"u8.ToArray(), 3 },
            { "many"u8.ToArray(), 0 },
            { -1, 0 },
            { long.MaxValue, 0 },
        };

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_count_is_read_however_it_is_written(object? value, int count)
    {
        Redelivery.CountOf(new Dictionary<string, object?> { [Redelivery.CountHeader] = value }).ShouldBe(count);
        Redelivery.CountOf(null).ShouldBe(0);
    }

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("1,5, 30", new[] { 1, 5, 30 })]
    [InlineData("1,,2", null)]
    [InlineData("0", null)]
    [InlineData("86401", null)]
    [InlineData("1,1,1,1,1,1,1,1,1,1,1", null)]
    public void Delays_are_whole_seconds_with_commas_between_them(string text, int[]? delays) =>
        DelaysInSecondsAttribute.Parse(text).ShouldBe(delays);

    [Fact]
    public void A_classic_queue_has_no_arguments_as_in_every_version_before()
    {
        var classic = new RabbitMqSettings { QueueType = "Classic" };

        QueueArguments.Input("q", classic).ShouldHaveSingleItem().Value.ShouldBe("classic");
        QueueArguments.Parking(classic).ShouldHaveSingleItem().Value.ShouldBe("classic");
    }

    [Fact]
    public void A_parking_queue_has_nothing_by_which_a_message_could_leave_it()
    {
        QueueArguments
            .Parking(new RabbitMqSettings())
            .Keys.ShouldBe(["x-queue-type", "x-delivery-limit"], ignoreOrder: true);
    }
}
