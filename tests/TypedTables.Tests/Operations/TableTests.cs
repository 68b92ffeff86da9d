using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class TableTests
{
    private static readonly Dictionary<string, Func<Table<Wallet>, Task>> Calls = new()
    {
        ["GetItem"] = table => table.GetAsync(Wallets.UserKey),
        ["PutItem"] = table => table.PutAsync(new Wallet(Wallets.User, 0)),
        ["UpdateItem"] = table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(1)),
    };

    public static TheoryData<string, bool> OperationsAndWhetherToRetry => new()
    {
        { "GetItem", true },
        { "GetItem", false },
        { "PutItem", true },
        { "PutItem", false },
        { "UpdateItem", true },
        { "UpdateItem", false },
    };

    [Theory]
    [MemberData(nameof(OperationsAndWhetherToRetry))]
    public async Task An_answer_with_an_error_is_thrown_with_all_that_it_says(string operation, bool isRetryable)
    {
        var reply = RecordingWire.Reply("{}") with
        {
            ErrorCode = "SomethingException",
            ErrorMessage = "in words",
            IsRetryable = isRetryable,
        };
        var table = new RecordingWire(reply).Table(Wallets.Schema);

        var error = await Should.ThrowAsync<TableOperationException>(() => Calls[operation](table));

        (error.Table, error.Operation, error.Code, error.RequestId, error.IsRetryable).ShouldBe(
            ("wallets", operation, "SomethingException", "request-1", isRetryable)
        );
        error.Message.ShouldBe(
            $"SomethingException in table 'wallets': {operation} failed (request request-1): in words"
        );
    }

    [Fact]
    public async Task An_error_without_words_or_request_is_thrown_all_the_same()
    {
        var reply = RecordingWire.Reply("{}") with { ErrorCode = "SomethingException", RequestId = null };

        var error = await Should.ThrowAsync<TableOperationException>(
            new RecordingWire(reply).Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        error.Message.ShouldBe("SomethingException in table 'wallets': GetItem failed: no message");
        error.RequestId.ShouldBeNull();
    }

    [Fact]
    public async Task An_error_does_not_pass_for_an_item_even_where_it_carries_one()
    {
        var json = $$$$"""{"Item":{"user_id":{"S":"{{{{Wallets.UserText}}}}"},"balance":{"N":"7"}}}""";
        var reply = RecordingWire.Reply(json) with { ErrorCode = "SomethingException" };

        await Should.ThrowAsync<TableOperationException>(
            new RecordingWire(reply).Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );
    }

    [Theory]
    [InlineData("GetItem")]
    [InlineData("PutItem")]
    [InlineData("UpdateItem")]
    public async Task A_call_that_has_no_answer_is_thrown_with_the_tables_name(string operation)
    {
        var noAnswer = new TableOperationException(
            operation,
            TableOperationException.NoAnswer,
            "nobody there",
            isRetryable: true
        );
        var table = new RecordingWire { Gate = Task.FromException(noAnswer) }.Table(Wallets.Schema);

        var error = await Should.ThrowAsync<TableOperationException>(() => Calls[operation](table));

        error.ShouldBeSameAs(noAnswer);
        error.Table.ShouldBe("wallets");
        error.Message.ShouldBe($"NoAnswer in table 'wallets': {operation} failed: nobody there");
    }

    [Fact]
    public async Task The_name_hook_gives_the_name_that_is_sent_and_reported()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply("{}"),
            RecordingWire.Reply("{}"),
            RecordingWire.Reply("{}") with
            {
                ErrorCode = "SomethingException",
            }
        );
        var table = wire.Table(Wallets.Schema, new TableClientOptions { TableName = name => $"test_{name}_1" });

        await Calls["PutItem"](table);
        await Calls["UpdateItem"](table);
        var error = await Should.ThrowAsync<TableOperationException>(() => Calls["GetItem"](table));

        table.Name.ShouldBe("test_wallets_1");
        wire.Requests.ShouldAllBe(request =>
            request.StartsWith("""{"TableName":"test_wallets_1",""", StringComparison.Ordinal)
        );
        error.Table.ShouldBe("test_wallets_1");
    }

    [Fact]
    public async Task Without_a_name_hook_the_name_is_as_declared()
    {
        var wire = new RecordingWire();

        await Calls["GetItem"](wire.Table(Wallets.Schema));

        wire.Table(Wallets.Schema).Name.ShouldBe("wallets");
        wire.Requests.ShouldHaveSingleItem().ShouldStartWith("""{"TableName":"wallets",""");
    }

    [Fact]
    public async Task What_is_null_is_refused_by_name()
    {
        var table = new RecordingWire().Table(Wallets.Schema);

        (await Should.ThrowAsync<ArgumentNullException>(table.GetAsync(null!))).ParamName.ShouldBe("key");
        (
            await Should.ThrowAsync<ArgumentNullException>(table.GetAsync(Wallets.UserKey, only: null!))
        ).ParamName.ShouldBe("only");
        (await Should.ThrowAsync<ArgumentNullException>(table.PutAsync(null!))).ParamName.ShouldBe("item");
        (
            await Should.ThrowAsync<ArgumentNullException>(table.UpdateAsync(null!, Wallets.Balance.Set(1)))
        ).ParamName.ShouldBe("key");
        (await Should.ThrowAsync<ArgumentNullException>(table.UpdateAsync(Wallets.UserKey, null!))).ParamName.ShouldBe(
            "update"
        );
    }
}
