using RabbitMQ.Client;
using Wallet.Hosting.Queues;

namespace Wallet.Hosting.Tests.Queues;

public sealed class RepublishedPropertiesTests
{
    [Fact]
    public void What_the_sender_wrote_is_kept_but_for_what_the_broker_would_act_on()
    {
        var delivered = new BasicProperties
        {
            MessageId = "m",
            CorrelationId = "c",
            ReplyTo = "r",
            UserId = "ann",
            Expiration = "5000",
            Type = "t",
            Priority = 3,
            DeliveryMode = DeliveryModes.Transient,
            Headers = new Dictionary<string, object?>
            {
                ["tenant"] = "blue",
                ["cc"] = "no",
                ["CC"] = new List<object?> { "copies" },
                ["BCC"] = new List<object?> { "secret" },
                ["x-death"] = new List<object>(),
                ["x-first-death-queue"] = "q",
                ["x-last-death-reason"] = "expired",
                ["x-delivery-count"] = 3,
                ["x-acquired-count"] = 4,
                ["x-deathly"] = 5,
            },
        };

        var again = RepublishedProperties.From(delivered);

        (again.MessageId, again.CorrelationId, again.ReplyTo, again.Type, again.Priority, again.Persistent)
            .ShouldBe(("m", "c", "r", "t", (byte)3, true));
        (again.IsUserIdPresent(), again.IsExpirationPresent()).ShouldBe((false, false));
        again.Headers.ShouldNotBeNull().Keys.ShouldBe(
            ["tenant", "cc", "x-deathly", "wallet-cc", "wallet-user-id", "wallet-expiration"], ignoreOrder: true);
        (again.Headers["wallet-user-id"], again.Headers["wallet-expiration"]).ShouldBe(("ann", "5000"));
        delivered.Headers.Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("amq.rabbitmq.reply-to", false)]
    [InlineData("amq.rabbitmq.reply-to.g1h2AA.key==", true)]
    public void Only_an_address_of_a_direct_reply_is_kept(string replyTo, bool isKept) =>
        RepublishedProperties.From(new BasicProperties { ReplyTo = replyTo }).IsReplyToPresent().ShouldBe(isKept);

    [Fact]
    public void The_stack_trace_makes_room_first_and_then_what_is_largest()
    {
        var headers = new Dictionary<string, object?>
        {
            ["small"] = 1,
            ["large"] = new byte[RepublishedProperties.HeaderBytesMax],
            ["half"] = new string('x', RepublishedProperties.HeaderBytesMax / 2),
            ["trace"] = "at",
            ["table"] = new Dictionary<string, object?>
            {
                ["list"] = new List<object?> { 1L, true, null },
            },
        };

        RepublishedProperties.MakeRoom(headers, first: "trace");

        headers.Keys.ShouldBe(["small", "half", "table", "wallet-headers-left-out"], ignoreOrder: true);
        headers["wallet-headers-left-out"].ShouldBe("trace, large");
    }
}
