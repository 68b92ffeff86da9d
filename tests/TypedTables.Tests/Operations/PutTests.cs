using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Operations;

public sealed class PutTests
{
    private const string ItemJson = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"},"balance":{"N":"7"}}""";

    private static readonly Wallet Wallet = new(Wallets.User, 7);

    [Fact]
    public async Task A_put_sends_the_whole_item_and_no_more()
    {
        var wire = new RecordingWire();

        var result = await wire.Table(Wallets.Schema).PutAsync(Wallet);

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, Item: null));
        wire.Operations.ShouldBe(["PutItem"]);
        wire.Requests.ShouldBe([$$"""{"TableName":"wallets","Item":{{ItemJson}}}"""]);
    }

    [Fact]
    public async Task A_put_with_a_condition_asks_for_the_item_that_stands_in_its_way()
    {
        var wire = new RecordingWire();

        await wire.Table(Wallets.Schema).PutAsync(Wallet, when: Wallets.UserId.NotExists().Or(Wallets.Balance.Is(5)));

        wire.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                $$$$"""
                {"TableName":"wallets","Item":{{{{ItemJson}}}},
                "ConditionExpression":"(attribute_not_exists(#0) OR #1 = :0)",
                "ReturnValuesOnConditionCheckFailure":"ALL_OLD","ExpressionAttributeNames":{"#0":"user_id",
                "#1":"balance"},"ExpressionAttributeValues":{":0":{"N":"5"}}}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task A_put_can_answer_with_the_item_that_it_replaced()
    {
        var wire = new RecordingWire(RecordingWire.Reply($$"""{"Attributes":{{ItemJson}}}"""));

        var result = await wire.Table(Wallets.Schema)
            .PutAsync(new Wallet(Wallets.User, 8), returnValues: ReturnValues.AllOld);

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, Wallet));
        wire.Requests.ShouldHaveSingleItem().ShouldEndWith(""","ReturnValues":"ALL_OLD"}""");
    }

    [Fact]
    public async Task A_put_that_replaced_nothing_answers_with_nothing()
    {
        var result = await new RecordingWire()
            .Table(Wallets.Schema)
            .PutAsync(Wallet, returnValues: ReturnValues.AllOld);

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: true, Item: null));
    }

    [Fact]
    public async Task A_lost_condition_answers_with_the_item_as_it_is()
    {
        var wire = new RecordingWire(Lost($$"""{"Item":{{ItemJson}}}"""));

        var result = await wire.Table(Wallets.Schema)
            .PutAsync(new Wallet(Wallets.User, 8), when: Wallets.Balance.Is(5));

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: false, Wallet));
    }

    [Fact]
    public async Task A_lost_condition_without_an_item_answers_with_null()
    {
        var result = await new RecordingWire(Lost("{}"))
            .Table(Wallets.Schema)
            .PutAsync(Wallet, when: Wallets.Balance.Is(5));

        result.ShouldBe(new WriteResult<Wallet>(IsApplied: false, Item: null));
    }

    [Fact]
    public async Task A_put_cannot_answer_with_the_new_item()
    {
        var wire = new RecordingWire();

        var error = await Should.ThrowAsync<ArgumentOutOfRangeException>(
            wire.Table(Wallets.Schema).PutAsync(Wallet, returnValues: ReturnValues.AllNew)
        );

        error.ParamName.ShouldBe("returnValues");
        wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_item_without_its_key_is_refused_before_anything_is_sent()
    {
        var wire = new RecordingWire();
        var forgetful = new TableSchema<Wallet>(
            "wallets",
            Wallets.Schema.Key,
            Wallets.Schema.Fields,
            _ => Wallet,
            (wallet, item) => item.Set(Wallets.Balance, wallet.Balance)
        );

        var error = await Should.ThrowAsync<ItemEncodeException>(wire.Table(forgetful).PutAsync(Wallet));

        (error.Table, error.Field, error.Found).ShouldBe(("wallets", "user_id", "nothing"));
        wire.Requests.ShouldBeEmpty();
    }

    private static WireReply Lost(string json) =>
        RecordingWire.Reply(json) with
        {
            ErrorCode = "ConditionalCheckFailedException",
            ErrorMessage = "The conditional request failed",
        };
}
