using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class UpdateTests
{
    private const string KeyJson = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"}}""";
    private const string ItemJson = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"7"}}""";

    [Fact]
    public async Task An_update_sends_the_key_and_the_changes_and_no_more()
    {
        var wire = new RecordingWire();

        var result = await wire.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(8));

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, Item: null));
        wire.Operations.ShouldBe(["UpdateItem"]);
        wire.Requests.ShouldHaveSingleItem().ShouldBe(
            $$$$"""
            {"TableName":"wallets","Key":{{{{KeyJson}}}},"UpdateExpression":"SET #0 = :0",
            "ExpressionAttributeNames":{"#0":"balance"},"ExpressionAttributeValues":{":0":{"N":"8"}}}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Changes_and_condition_share_their_names_but_not_their_values()
    {
        var wire = new RecordingWire(RecordingWire.Reply($$"""{"Attributes":{{ItemJson}}}"""));

        await wire.Table(Wallets.Schema).UpdateAsync(
            Wallets.UserKey,
            Wallets.Balance.Set(8).And(Wallets.ChangedAt.SetOrRemove(null)),
            when: Wallets.Balance.Is(8).And(Wallets.UserId.Exists()),
            returnValues: ReturnValues.AllNew);

        wire.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                $$$$"""
                {"TableName":"wallets","Key":{{{{KeyJson}}}},"UpdateExpression":"SET #0 = :0 REMOVE #1",
                "ConditionExpression":"(#0 = :1 AND attribute_exists(#2))",
                "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnValues":"ALL_NEW",
                "ExpressionAttributeNames":{"#0":"balance","#1":"changed_at","#2":"user_id"},
                "ExpressionAttributeValues":{":0":{"N":"8"},":1":{"N":"8"}}}
                """.ReplaceLineEndings("")
            );
    }

    [Theory]
    [InlineData(ReturnValues.None, """SET #0 = :0","Exp""")]
    [InlineData(ReturnValues.AllOld, """SET #0 = :0","ReturnValues":"ALL_OLD","Exp""")]
    [InlineData(ReturnValues.AllNew, """SET #0 = :0","ReturnValues":"ALL_NEW","Exp""")]
    public async Task An_update_answers_with_the_item_that_was_asked_for(ReturnValues returnValues, string part)
    {
        var wire = new RecordingWire(
            RecordingWire.Reply(returnValues == ReturnValues.None ? "{}" : $$"""{"Attributes":{{ItemJson}}}""")
        );

        var result = await wire.Table(Wallets.Schema)
            .UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(8), returnValues: returnValues);

        result.ShouldBe(
            new WriteResult<Wallet>(
                IsApplied: true,
                returnValues == ReturnValues.None ? null : new Wallet(Wallets.User, 7)
            )
        );
        wire.Requests.ShouldHaveSingleItem().ShouldContain(part);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_condition_answers_with_the_item_as_it_is_or_null(bool isThere)
    {
        var lost = RecordingWire.Reply(isThere ? $$"""{"Item":{{ItemJson}}}""" : "{}") with
        {
            ErrorCode = "ConditionalCheckFailedException",
        };

        var result = await new RecordingWire(lost)
            .Table(Wallets.Schema)
            .UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(8), when: Wallets.Balance.Is(5));

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: false, isThere ? new Wallet(Wallets.User, 7) : null));
    }

    [Fact]
    public async Task An_answer_that_is_not_what_the_table_declares_is_refused()
    {
        var wire = new RecordingWire(RecordingWire.Reply($$"""{"Attributes":{{KeyJson}}}"""));

        var error = await Should.ThrowAsync<ItemDecodeException>(
            wire.Table(Wallets.Schema)
                .UpdateAsync(Wallets.UserKey, Wallets.ChangedAt.Remove(), returnValues: ReturnValues.AllNew)
        );

        (error.Table, error.Field).ShouldBe(("wallets", "balance"));
    }

    [Fact]
    public async Task A_key_of_another_table_is_refused_before_anything_is_sent()
    {
        var wire = new RecordingWire();

        var error = await Should.ThrowAsync<ItemEncodeException>(
            wire.Table(Ledger.Schema).UpdateAsync(Wallets.UserKey, Ledger.Size.Set(1))
        );

        (error.Table, error.Field, error.Expected).ShouldBe(
            ("ledger", "wallet_id", "a UUID of 36 characters as S, because it is a key")
        );
        wire.Requests.ShouldBeEmpty();
    }
}
