using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

public sealed class DeleteTests
{
    private const string KeyJson = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"}}""";
    private const string ItemJson = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"7"}}""";

    private static readonly Wallet Stored = new(Wallets.User, 7);

    [Fact]
    public async Task A_delete_sends_the_key_and_no_more()
    {
        var wire = new RecordingWire();

        var result = await wire.Table(Wallets.Schema).DeleteAsync(Wallets.UserKey);

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, Item: null));
        wire.Operations.ShouldBe(["DeleteItem"]);
        wire.Requests.ShouldBe([$$"""{"TableName":"wallets","Key":{{KeyJson}}}"""]);
    }

    [Fact]
    public async Task A_delete_with_a_condition_can_answer_with_what_was_there()
    {
        var wire = new RecordingWire(RecordingWire.Reply($$"""{"Attributes":{{ItemJson}}}"""));

        var result = await wire.Table(Wallets.Schema)
            .DeleteAsync(Wallets.UserKey, when: Wallets.Balance.Is(7), returnValues: ReturnValues.AllOld);

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, Stored));
        wire.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                $$$$"""
                {"TableName":"wallets","Key":{{{{KeyJson}}}},"ConditionExpression":"#0 = :0",
                "ReturnValuesOnConditionCheckFailure":"ALL_OLD",
                "ReturnValues":"ALL_OLD","ExpressionAttributeNames":{"#0":"balance"},
                "ExpressionAttributeValues":{":0":{"N":"7"}}}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task A_lost_condition_answers_with_the_item_as_it_is()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply($$"""{"Item":{{ItemJson}}}""") with
            {
                ErrorCode = WireReply.ConditionLost,
            }
        );

        (await wire.Table(Wallets.Schema).DeleteAsync(Wallets.UserKey, when: Wallets.Balance.Is(8))).ShouldBe(
            new WriteResult<Wallet>(IsApplied: false, Stored)
        );
    }

    [Fact]
    public async Task A_delete_cannot_answer_with_a_new_item()
    {
        var error = await Should.ThrowAsync<ArgumentOutOfRangeException>(
            new RecordingWire().Table(Wallets.Schema).DeleteAsync(Wallets.UserKey, returnValues: ReturnValues.AllNew)
        );

        error.ParamName.ShouldBe("returnValues");
        error.Message.ShouldStartWith("A delete answers with the old item or none");
    }

    [Theory]
    [InlineData(ReturnChanged.Old, "UPDATED_OLD")]
    [InlineData(ReturnChanged.New, "UPDATED_NEW")]
    public async Task An_update_can_answer_with_just_what_it_changes(ReturnChanged changed, string sent)
    {
        var wire = new RecordingWire(RecordingWire.Reply("""{"Attributes":{"balance":{"N":"7"}}}"""));

        var result = await wire.Table(Wallets.Schema)
            .UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1), changed, when: Wallets.UserId.Exists());

        result.IsApplied.ShouldBeTrue();
        wire.Operations.ShouldBe(["UpdateItem"]);
        result.Item.ShouldNotBeNull().ShouldHaveSingleItem()
            .ShouldBe(KeyValuePair.Create<Field, object?>(Wallets.Balance, 7L));
        wire.Requests.ShouldHaveSingleItem().ShouldBe(
            $$$$"""
            {"TableName":"wallets","Key":{{{{KeyJson}}}},"UpdateExpression":"SET #0 = #0 \u002B :0",
            "ConditionExpression":"(attribute_exists(#1) AND (attribute_not_exists(#0) OR #0 \u003C= :1))",
            "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnValues":"{{{{sent}}}}",
            "ExpressionAttributeNames":{"#0":"balance","#1":"user_id"},
            "ExpressionAttributeValues":{":0":{"N":"1"},":1":{"N":"9223372036854775806"}}}
            """.ReplaceLineEndings(""));
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData($$"""{"Item":{{ItemJson}}}""", 2)]
    public async Task A_lost_condition_then_answers_with_the_whole_item_or_null(string json, int? attributes)
    {
        var wire = new RecordingWire(RecordingWire.Reply(json) with { ErrorCode = WireReply.ConditionLost });

        var result = await wire.Table(Wallets.Schema)
            .UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(1), ReturnChanged.New, when: Wallets.Balance.Is(0));

        (result.IsApplied, result.Item?.Count).ShouldBe((false, attributes));
    }
}
