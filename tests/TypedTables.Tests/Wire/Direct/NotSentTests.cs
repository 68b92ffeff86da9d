using System.Text;
using Amazon.Runtime;
using TypedTables.Wire;
using TypedTables.Wire.Direct;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Tests.Wire.Direct;

/// <summary>
/// Where nothing was sent, nothing can have taken effect: such an attempt is no lost answer, whatever the write.
/// </summary>
public sealed class NotSentTests
{
    private static readonly byte[] Increase = Encoding.UTF8.GetBytes(
        """{"TableName":"wallets","Key":{"user_id":{"S":"x"}},"UpdateExpression":"SET #0 = #0 + :0"}""");

    [Fact]
    public void A_write_that_adds_is_sent_again_and_its_error_says_that_the_caller_may_as_well()
    {
        using var wire = NewWire();
        var call = Begun(wire);

        RetryLoop.AfterNoResponse(call, new NotSentException("no connection", null)).ShouldBe(Retry.AfterPause);

        var error = call.Failed(new NotSentException("no connection", null));
        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoAnswer, true));
    }

    [Fact]
    public void A_condition_that_is_lost_afterwards_is_lost_and_not_unknown()
    {
        using var wire = NewWire();
        var call = Begun(wire);
        var lost = new WireReply { Json = "{}"u8.ToArray(), ErrorCode = WireReply.ConditionLost };

        RetryLoop.AfterNoResponse(call, new NotSentException("no connection", null));

        call.Finished(lost).ShouldBeSameAs(lost);
    }

    [Fact]
    public void One_attempt_that_was_sent_decides_for_all()
    {
        using var wire = NewWire();
        var call = Begun(wire);
        RetryLoop.AfterNoResponse(call, new NotSentException("no connection", null)).ShouldBe(Retry.AfterPause);

        RetryLoop.AfterNoResponse(call, new IOException("cut off")).ShouldBe(Retry.Never);

        call.Failed(new NotSentException("no connection", null)).IsRetryable.ShouldBeFalse();
    }

    private static DirectWire NewWire() =>
        new(
            new Uri("http://127.0.0.1:1"),
            "us-west-2",
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new TableClientOptions());

    private static DirectCall Begun(DirectWire wire) =>
        new(wire, WireTarget.ForOperation("UpdateItem"), Increase, CancellationToken.None) { Attempts = 1 };
}
