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
    public async Task A_write_that_adds_is_sent_again_and_its_error_says_that_the_caller_may_as_well()
    {
        using var wire = NewWire();
        var call = await BegunAsync(wire);

        call.CanRetry(new NotSentException("no connection", null)).ShouldBeTrue();

        var error = call.Failed(new NotSentException("no connection", null));
        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoAnswer, true));
    }

    [Fact]
    public async Task A_condition_that_is_lost_afterwards_is_lost_and_not_unknown()
    {
        using var wire = NewWire();
        var call = await BegunAsync(wire);
        var lost = new WireReply { Json = "{}"u8.ToArray(), ErrorCode = WireReply.ConditionLost };

        call.CanRetry(new NotSentException("no connection", null));

        call.Finished(lost).ShouldBeSameAs(lost);
    }

    [Fact]
    public async Task One_attempt_that_was_sent_decides_for_all()
    {
        using var wire = NewWire();
        var call = await BegunAsync(wire);
        call.CanRetry(new NotSentException("no connection", null)).ShouldBeTrue();

        call.CanRetry(new IOException("cut off")).ShouldBeFalse();

        call.Failed(new NotSentException("no connection", null)).IsRetryable.ShouldBeFalse();
    }

    private static DirectWire NewWire() =>
        new(
            new Uri("http://127.0.0.1:1"),
            "us-west-2",
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new TableClientOptions());

    private static async Task<DirectCall> BegunAsync(DirectWire wire)
    {
        var call = new DirectCall(wire, WireTarget.ForOperation("UpdateItem"), Increase, CancellationToken.None);
        await call.SigningContextAsync();
        return call;
    }
}
