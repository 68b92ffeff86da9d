using System.Numerics;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Expressions;

/// <summary>The condition that keeps a sum within its field, as DynamoDB gets it.</summary>
public sealed class SumConditionTests
{
    private static readonly Field<string> Id = Field.Of("id", Codec.String);
    private static readonly Field<int> Narrow = Field.Of("narrow", Codec.Int32);
    private static readonly Field<long> Wide = Field.Of("wide", Codec.Int64);
    private static readonly Field<decimal> Price = Field.Of("price", Codec.Decimal);
    private static readonly Field<DateTimeOffset> Expires = Field.Of("expires", Codec.EpochSeconds);
    private static readonly Field<BigInteger> Big = Field.Of("big", Codec.BigInteger);
    private static readonly Field<byte> Own = Field.Of(
        "own",
        Codec.Convert(
            Codec.Int32,
            (byte one) => one < 200 ? one : throw new ArgumentException("too much", nameof(one)),
            one => checked((byte)one)));

    private static readonly TableSchema<Paper> Schema = new(
        "sums",
        KeySchema.Hash(Id),
        [Id, Narrow, Wide, Price, Expires, Big, Own],
        item => new Paper(item.Get(Id)),
        (paper, item) => item.Set(Id, paper.Id));

    private static readonly Key FirstKey = Key.Of(Id, "a");

    [Fact]
    public void The_stored_number_is_as_far_from_the_end_as_the_amount_is_large()
    {
        Text(Narrow.Increase(5)).ShouldBe("<= 2147483642");
        Text(Narrow.Increase(-5)).ShouldBe(">= -2147483643");
        Text(Narrow.Decrease(5)).ShouldBe(">= -2147483643");
        Text(Narrow.Decrease(int.MinValue)).ShouldBe("<= -1");
        Text(Wide.Add(long.MaxValue)).ShouldBe("<= 0");
        Text(Wide.Increase(long.MinValue)).ShouldBe(">= 0");
        Text(Expires.Increase(DateTimeOffset.UnixEpoch.AddSeconds(1))).ShouldBe("<= 253402300798");
        Text(Own.Increase((byte)5)).ShouldBe("<= 2147483642");
    }

    [Fact]
    public void A_decimal_s_end_depends_on_the_decimals_of_the_amount()
    {
        Text(Price.Increase(1m)).ShouldBe("<= 79228162514264337593543950334");
        Text(Price.Decrease(0.01m)).ShouldBe(">= -792281625142643375935439503.34");
        Text(Price.Increase(decimal.MaxValue)).ShouldBe("<= 0");
    }

    [Fact]
    public void Zeros_at_the_end_of_an_amount_do_not_count()
    {
        Text(Price.Increase(1.0000000000000000000000000000m)).ShouldBe("<= 79228162514264337593543950334");
        Text(Price.Decrease(0.0100m)).ShouldBe(">= -792281625142643375935439503.34");
        Price.Increase(0.00m).Bound.ShouldBeNull();
    }

    [Fact]
    public void What_changes_nothing_and_what_DynamoDB_refuses_itself_needs_no_condition()
    {
        Narrow.Increase(0).Bound.ShouldBeNull();
        Big.Increase(5).Bound.ShouldBeNull();
        Narrow.Set(5).Bound.ShouldBeNull();
        Own.Increase((byte)201).Bound.ShouldBeNull();
    }

    [Fact]
    public async Task It_stands_beside_the_caller_s_own()
    {
        var wire = new RecordingWire();

        await wire.Table(Schema).UpdateAsync(FirstKey, Narrow.Increase(5).And(Wide.Add(-1)), when: Id.Exists());

        wire.Requests.ShouldHaveSingleItem().ShouldContain(
            """
            "ConditionExpression":"(attribute_exists(#2)
             AND ((attribute_not_exists(#0) OR #0 \u003C= :2) AND (attribute_not_exists(#1) OR #1 \u003E= :3)))"
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_caller_without_a_condition_is_told_by_an_error_that_names_the_fields()
    {
        var wire = new RecordingWire(
            new WireReply { Json = "{}"u8.ToArray(), RequestId = "request-1", ErrorCode = WireReply.ConditionLost });

        var error = await Should.ThrowAsync<TableOperationException>(
            wire.Table(Schema).UpdateAsync(FirstKey, Narrow.Increase(5)));

        error.Message.ShouldBe(
            "NumberOutOfRange in table 'sums': UpdateItem failed (request request-1): the sum would be one that field "
            + "'narrow' could not hold, which takes a 32-bit integer as N, and nothing was changed. Send a smaller "
            + "amount, or give a condition to be told by a result.");
        error.IsRetryable.ShouldBeFalse();
    }

    private static string Text(Update update)
    {
        var text = Golden.Of(Schema, update.Bound.ShouldNotBeNull());
        var number = text.Split("{\"N\":\"")[1].Split('"')[0];
        return $"{text.Split(" OR #0 ")[1].Split(' ')[0]} {number}";
    }
}
