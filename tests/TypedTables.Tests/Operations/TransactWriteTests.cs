using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

public sealed class TransactWriteTests
{
    private const string WalletKey = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"}}""";
    private const string WalletItem = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"7"}}""";

    [Fact]
    public async Task Every_action_is_sent_with_names_and_values_of_its_own()
    {
        var wire = new RecordingWire();
        var (wallets, papers) = (wire.Table(Wallets.Schema), wire.Table(Papers.Schema));

        var result = await Clients.Idle.TransactWriteAsync(
        [
            wallets.Put(new Wallet(Wallets.User, 7), when: Wallets.UserId.NotExists()),
            papers.Update(Papers.Key, Papers.Price.Set(1), when: Papers.Kind.Is(Kind.Bill)),
            papers.Delete(Key.Of(Papers.Id, "p2")),
            papers.Check(Key.Of(Papers.Id, "p3"), Papers.Note.Exists()),
        ], clientToken: "token-1");

        (result.IsApplied, result.Refusals.Count).ShouldBe((true, 0));
        wire.Operations.ShouldBe(["TransactWriteItems"]);
        wire.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                $$$$$"""
                {"TransactItems":[
                {"Put":{"TableName":"wallets","Item":{{{{{WalletItem}}}}},
                "ConditionExpression":"attribute_not_exists(#0)","ReturnValuesOnConditionCheckFailure":"ALL_OLD",
                "ExpressionAttributeNames":{"#0":"user_id"}}},
                {"Update":{"TableName":"papers","Key":{"id":{"S":"p1"}},"UpdateExpression":"SET #0 = :0",
                "ConditionExpression":"#1 = :1","ReturnValuesOnConditionCheckFailure":"ALL_OLD",
                "ExpressionAttributeNames":{"#0":"price","#1":"kind"},"ExpressionAttributeValues":{":0":{"N":"1"},
                ":1":{"S":"Bill"}}}},
                {"Delete":{"TableName":"papers","Key":{"id":{"S":"p2"}}}},
                {"ConditionCheck":{"TableName":"papers","Key":{"id":{"S":"p3"}},
                "ConditionExpression":"attribute_exists(#0)","ReturnValuesOnConditionCheckFailure":"ALL_OLD",
                "ExpressionAttributeNames":{"#0":"note"}}}],
                "ClientRequestToken":"token-1"}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task Without_a_token_each_call_makes_one()
    {
        var wire = new RecordingWire();
        var action = wire.Table(Wallets.Schema).Delete(Wallets.UserKey);

        await Clients.Idle.TransactWriteAsync([action]);
        await Clients.Idle.TransactWriteAsync([action]);

        var tokens = wire.Requests.ConvertAll(request =>
            JsonDocument.Parse(request).RootElement.GetProperty("ClientRequestToken").GetGuid()
        );
        tokens.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_names_the_action_and_carries_its_item()
    {
        var wire = new RecordingWire(
            CancelledBy(
                $$"""{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"no","Item":{{WalletItem}}},"""
                    + $$"""{"Code":"ConditionalCheckFailed"}"""
            )
        );
        var (wallets, papers) = (wire.Table(Wallets.Schema), wire.Table(Papers.Schema));
        TransactAction[] actions =
        [
            papers.Delete(Papers.Key),
            wallets.Delete(Wallets.UserKey, Wallets.Balance.Is(8)),
            papers.Check(Papers.Key, Papers.Note.Exists()),
        ];

        var result = await Clients.Idle.TransactWriteAsync(actions);

        result.IsApplied.ShouldBeFalse();
        result.Refusals.Select(refusal => (refusal.Index, refusal.Action)).ShouldBe([(1, actions[1]), (2, actions[2])]);
        result.Refusals[0].Item(wallets).ShouldBe(new Wallet(Wallets.User, 7));
        result.Refusals[1].Item(papers).ShouldBeNull();
        (actions[1].Verb, actions[1].Table, actions[2].Verb).ShouldBe(("Delete", "wallets", "ConditionCheck"));
    }

    [Fact]
    public async Task A_refusal_whose_item_is_null_carries_none()
    {
        var wire = new RecordingWire(CancelledBy("""{"Code":"ConditionalCheckFailed","Item":null}"""));
        var wallets = wire.Table(Wallets.Schema);

        var result = await Clients.Idle.TransactWriteAsync([wallets.Delete(Wallets.UserKey, Wallets.Balance.Is(8))]);

        result.Refusals.ShouldHaveSingleItem().Item(wallets).ShouldBeNull();
    }

    [Fact]
    public async Task The_item_of_a_refusal_is_asked_for_with_its_own_table()
    {
        var wire = new RecordingWire(CancelledBy("""{"Code":"ConditionalCheckFailed"}"""));
        var (wallets, papers) = (wire.Table(Wallets.Schema), wire.Table(Papers.Schema));

        var refusal = (
            await Clients.Idle.TransactWriteAsync([wallets.Delete(Wallets.UserKey, Wallets.Balance.Is(8))])
        ).Refusals[0];

        Should
            .Throw<ArgumentException>(() => refusal.Item(papers))
            .Message.ShouldStartWith("The action is for table 'wallets'.");
        Should.Throw<ArgumentNullException>(() => refusal.Item<Paper>(null!)).ParamName.ShouldBe("table");
    }

    [Theory]
    [InlineData("TransactionConflict", true)]
    [InlineData("ThrottlingError", true)]
    [InlineData("ProvisionedThroughputExceeded", true)]
    [InlineData("ValidationError", false)]
    [InlineData("ItemCollectionSizeLimitExceeded", false)]
    public async Task Another_reason_is_an_error_that_names_the_action(string code, bool isRetryable)
    {
        var wire = new RecordingWire(
            CancelledBy(
                $$"""{"Code":"None"},{"Code":"ConditionalCheckFailed"},{"Code":"{{code}}","Message":"in words"}"""
            )
        );
        var (wallets, papers) = (wire.Table(Wallets.Schema), wire.Table(Papers.Schema));

        var error = await Should.ThrowAsync<TableOperationException>(
            Clients.Idle.TransactWriteAsync([
                wallets.Delete(Wallets.UserKey),
                wallets.Check(Wallets.UserKey, Wallets.Balance.Exists()),
                papers.Delete(Papers.Key),
            ])
        );

        (error.Code, error.IsRetryable, error.RequestId, error.Operation, error.Table).ShouldBe(
            (code, isRetryable, "request-1", "TransactWriteItems", "papers")
        );
        error.Message.ShouldBe(
            $"{code} in table 'papers': TransactWriteItems failed (request request-1): action 2 (Delete) was "
            + "cancelled, one of 2 (see Refusals). in words");
    }

    [Fact]
    public async Task The_error_of_mixed_reasons_has_every_reason_and_the_items_that_came_with_them()
    {
        var wire = new RecordingWire(CancelledBy(
            $$"""{"Code":"ConditionalCheckFailed","Message":"no","Item":{{WalletItem}}},"""
            + """{"Code":"TransactionConflict"},{"Code":"ValidationError","Message":"bad"},{"Code":"None"}"""));
        var (wallets, papers) = (wire.Table(Wallets.Schema), wire.Table(Papers.Schema));
        TransactAction[] actions =
        [
            wallets.Delete(Wallets.UserKey, Wallets.Balance.Is(8)),
            papers.Delete(Papers.Key),
            papers.Delete(Key.Of(Papers.Id, "p2")),
            papers.Delete(Key.Of(Papers.Id, "p3")),
        ];

        var error = await Should.ThrowAsync<TableOperationException>(Clients.Idle.TransactWriteAsync(actions));

        // it will not pass, whatever the conflict does
        (error.Code, error.IsRetryable).ShouldBe(("ValidationError", false));
        error.Refusals
            .Select(one => (one.Index, one.Action, one.Code, one.Message, one.IsConditionLost))
            .ShouldBe(
            [
                (0, actions[0], "ConditionalCheckFailed", "no", true),
                (1, actions[1], "TransactionConflict", null, false),
                (2, actions[2], "ValidationError", "bad", false),
            ]);
        error.Refusals[0].Item(wallets).ShouldBe(new Wallet(Wallets.User, 7));
        error.Refusals[1].Item(papers).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"Code":"None"}""")]
    [InlineData("""{"Code":null}""")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_cancelled_transaction_never_passes_for_applied(string? reasons)
    {
        var reply = reasons is null
            ? RecordingWire.Reply("{}") with
            {
                ErrorCode = WireReply.TransactionCancelled,
            }
            : CancelledBy(reasons);

        var error = await Should.ThrowAsync<TableOperationException>(
            Clients.Idle.TransactWriteAsync([
                new RecordingWire(reply with { ErrorMessage = "who knows" })
                    .Table(Wallets.Schema)
                    .Delete(Wallets.UserKey),
            ])
        );

        (error.Code, error.Table, error.Operation, error.IsRetryable).ShouldBe(
            (WireReply.TransactionCancelled, "wallets", "TransactWriteItems", false)
        );
        error.Message.ShouldEndWith(": who knows");
    }

    [Fact]
    public async Task A_transaction_has_1_to_100_actions()
    {
        var wire = new RecordingWire();
        var action = wire.Table(Wallets.Schema).Delete(Wallets.UserKey);

        (
            await Should.ThrowAsync<ArgumentOutOfRangeException>(Clients.Idle.TransactWriteAsync([]))
        ).Message.ShouldStartWith("A transaction takes 1 to 100 actions.");
        (
            await Should.ThrowAsync<ArgumentOutOfRangeException>(
                Clients.Idle.TransactWriteAsync([.. Enumerable.Repeat(action, 101)])
            )
        ).ActualValue.ShouldBe(101);
        await Clients.Idle.TransactWriteAsync([.. Enumerable.Repeat(action, 100)]);
        wire.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_null_is_refused_by_name()
    {
        var table = new RecordingWire().Table(Wallets.Schema);

        (await Should.ThrowAsync<ArgumentNullException>(Clients.Idle.TransactWriteAsync(null!))).ParamName.ShouldBe(
            "actions"
        );
        (
            await Should.ThrowAsync<ArgumentNullException>(((TableClient)null!).TransactWriteAsync([]))
        ).ParamName.ShouldBe("client");
        Should.Throw<ArgumentNullException>(() => table.Check(Wallets.UserKey, null!)).ParamName.ShouldBe("when");
    }

    private static WireReply CancelledBy(string reasons) =>
        RecordingWire.Reply($$"""{"CancellationReasons":[{{reasons}}]}""") with
        {
            ErrorCode = WireReply.TransactionCancelled,
        };
}
