using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

public sealed class TransactGetTests
{
    [Fact]
    public async Task Items_of_several_tables_are_read_at_one_moment()
    {
        var wire = new RecordingWire(RecordingWire.Reply("""{"Responses":[{"Item":{"id":{"S":"p1"}}},{}]}"""));
        var first = wire.Table(Papers.Schema).Read(Papers.Key);
        var second = wire.Table(Wallets.Schema).Read(Wallets.UserKey);

        var result = await Clients.Idle.TransactGetAsync([first, second]);

        result.Item(first).ShouldNotBeNull().Id.ShouldBe("p1");
        result.Item(second).ShouldBeNull();
        wire.Operations.ShouldBe(["TransactGetItems"]);
        wire.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                $$$$$"""
                {"TransactItems":[{"Get":{"TableName":"papers","Key":{"id":{"S":"p1"}}}},{"Get":{"TableName":"wallets",
                "Key":{"user_id":{"S":"{{{{{Wallets.UserText}}}}}"}}}}]}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task A_read_of_another_transaction_is_refused()
    {
        var wire = new RecordingWire(RecordingWire.Reply("""{"Responses":[{}]}"""));
        var table = wire.Table(Papers.Schema);

        var result = await Clients.Idle.TransactGetAsync([table.Read(Papers.Key)]);

        Should
            .Throw<ArgumentException>(() => result.Item(table.Read(Papers.Key)))
            .Message.ShouldStartWith("It is not among this transaction's reads.");
        Should.Throw<ArgumentNullException>(() => result.Item<Paper>(null!)).ParamName.ShouldBe("read");
    }

    [Theory]
    [InlineData("TransactionConflict", true)]
    [InlineData("ThrottlingError", true)]
    [InlineData("ValidationError", false)]
    public async Task A_reason_says_whether_to_try_again(string code, bool isRetryable)
    {
        var reply = RecordingWire.Reply(
            $$"""{"CancellationReasons":[{"Code":"None"},{"Code":"{{code}}","Message":"in words"}]}"""
        ) with
        {
            ErrorCode = WireReply.TransactionCancelled,
        };
        var wire = new RecordingWire(reply);

        var error = await Should.ThrowAsync<TableOperationException>(
            Clients.Idle.TransactGetAsync([
                wire.Table(Papers.Schema).Read(Papers.Key),
                wire.Table(Wallets.Schema).Read(Wallets.UserKey),
            ])
        );

        (error.Code, error.IsRetryable, error.Table, error.Operation).ShouldBe(
            (code, isRetryable, "wallets", "TransactGetItems")
        );
        error.Message.ShouldContain("action 1 (Get) was cancelled. in words");
    }

    [Fact]
    public async Task A_cancellation_without_reasons_is_an_error_all_the_same()
    {
        var wire = new RecordingWire(RecordingWire.Reply("{}") with { ErrorCode = WireReply.TransactionCancelled });

        var error = await Should.ThrowAsync<TableOperationException>(
            Clients.Idle.TransactGetAsync([wire.Table(Papers.Schema).Read(Papers.Key)])
        );

        (error.Code, error.Table, error.Operation).ShouldBe(
            (WireReply.TransactionCancelled, "papers", "TransactGetItems")
        );
        error.Message.ShouldEndWith(": no message");
    }

    [Fact]
    public async Task A_reason_for_a_read_that_was_not_asked_for_is_a_bad_answer()
    {
        var reply = RecordingWire.Reply(
            """{"CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"}]}"""
        ) with
        {
            ErrorCode = WireReply.TransactionCancelled,
        };
        var wire = new RecordingWire(reply, reply, reply);

        var error = await Should.ThrowAsync<TableOperationException>(
            Clients.Idle.TransactGetAsync([wire.Table(Papers.Schema).Read(Papers.Key)])
        );

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.BadReply, true));
    }

    [Fact]
    public async Task A_transaction_has_1_to_100_reads()
    {
        var wire = new RecordingWire();
        TransactRead[] reads =
        [
            .. Enumerable.Range(0, 101).Select(i => wire.Table(Papers.Schema).Read(Key.Of(Papers.Id, $"p{i}"))),
        ];

        (
            await Should.ThrowAsync<ArgumentOutOfRangeException>(Clients.Idle.TransactGetAsync([]))
        ).Message.ShouldStartWith("A transaction takes 1 to 100 reads.");
        (
            await Should.ThrowAsync<ArgumentOutOfRangeException>(Clients.Idle.TransactGetAsync(reads))
        ).ActualValue.ShouldBe(101);
        await Clients.Idle.TransactGetAsync(reads[..100]);
        (await Should.ThrowAsync<ArgumentNullException>(Clients.Idle.TransactGetAsync(null!))).ParamName.ShouldBe(
            "reads"
        );
        (await Should.ThrowAsync<ArgumentNullException>(((TableClient)null!).TransactGetAsync([]))).ParamName.ShouldBe(
            "client"
        );
    }
}
