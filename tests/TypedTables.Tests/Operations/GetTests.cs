using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Operations;

public sealed class GetTests
{
    private const string KeyJson = $$$"""{"user_id":{"S":"{{{Wallets.UserText}}}"}}""";
    private const string ItemJson = $$$"""{"balance":{"N":"7"},"user_id":{"S":"{{{Wallets.UserText}}}"}}""";

    [Fact]
    public async Task A_get_is_consistent_unless_told_otherwise()
    {
        var wire = new RecordingWire();
        var table = wire.Table(Wallets.Schema);

        await table.GetAsync(Wallets.UserKey);
        await table.GetAsync(Wallets.UserKey, consistent: false);

        wire.Operations.ShouldBe(["GetItem", "GetItem"]);
        wire.Requests.ShouldBe(
        [
            $$"""{"TableName":"wallets","Key":{{KeyJson}},"ConsistentRead":true}""",
            $$"""{"TableName":"wallets","Key":{{KeyJson}}}""",
        ]);
    }

    [Fact]
    public async Task A_get_of_some_fields_asks_for_just_those()
    {
        var wire = new RecordingWire();

        await wire.Table(Ledger.Schema).GetAsync(Ledger.FirstKey, only: [Ledger.Size, Ledger.OperationId]);

        wire.Requests.ShouldHaveSingleItem()
            .ShouldBe(
                $$$$"""
                {"TableName":"ledger","Key":{"wallet_id":{"S":"{{{{Wallets.UserText}}}}"},"sequence":{"N":"1"}},
                "ConsistentRead":true,
                "ProjectionExpression":"#0, #1","ExpressionAttributeNames":{"#0":"size","#1":"operation.id"}}
                """.ReplaceLineEndings("")
            );
    }

    [Fact]
    public async Task The_item_is_decoded()
    {
        var wire = new RecordingWire(RecordingWire.Reply($$"""{"Item":{{ItemJson}}}"""));

        (await wire.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(new Wallet(Wallets.User, 7));
    }

    [Fact]
    public async Task The_item_is_found_among_whatever_else_the_answer_holds()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply(
                """{"ConsumedCapacity":{"Item":{"balance":{"N":"1"} } },"Others":[{}]"""
                + $$""","Item":{{ItemJson}},"More":1}"""));

        (await wire.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(new Wallet(Wallets.User, 7));
    }

    [Fact]
    public async Task Where_there_is_no_item_the_answer_is_null()
    {
        var wire = new RecordingWire();

        (await wire.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBeNull();
        (await wire.Table(Wallets.Schema).GetAsync(Wallets.UserKey, only: [Wallets.Balance])).ShouldBeNull();
    }

    [Fact]
    public async Task Some_fields_come_as_an_untyped_item()
    {
        var wire = new RecordingWire(RecordingWire.Reply($$"""{"Item":{{ItemJson}}}"""));

        var item = (
            await wire.Table(Wallets.Schema).GetAsync(Wallets.UserKey, only: [Wallets.Balance, Wallets.ChangedAt])
        ).ShouldNotBeNull();

        item.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create<Field, object?>(Wallets.Balance, 7L));
    }

    [Fact]
    public async Task A_raw_get_leaves_the_answer_as_it_came()
    {
        var reply = RecordingWire.Reply(
            $$$$"""{"Item":{"user_id":{"S":"{{{{Wallets.UserText}}}}"},"balance":{"S":"not a number"}}}""");

        (await new RecordingWire(reply).Table(Wallets.Schema).GetRawAsync(Wallets.UserKey)).ShouldBe(reply);
    }

    [Fact]
    public async Task An_item_that_is_not_what_the_table_declares_is_refused_under_the_name_in_DynamoDB()
    {
        var wire = new RecordingWire(
            RecordingWire.Reply($$$$"""{"Item":{"user_id":{"S":"{{{{Wallets.UserText}}}}"},"balance":{"S":"7"}}}"""));
        var options = new TableClientOptions { TableName = name => "test_" + name };

        var error = await Should.ThrowAsync<ItemDecodeException>(
            wire.Table(Wallets.Schema, options).GetAsync(Wallets.UserKey, only: [Wallets.Balance])
        );

        (error.Table, error.Field, error.Found).ShouldBe(("test_wallets", "balance", """{"S":"7"}"""));
    }

    [Fact]
    public async Task A_wrong_key_or_field_is_refused_before_anything_is_sent()
    {
        var wire = new RecordingWire();
        var table = wire.Table(Ledger.Schema);

        var key = await Should.ThrowAsync<ItemEncodeException>(table.GetAsync(Wallets.UserKey));
        var raw = await Should.ThrowAsync<ItemEncodeException>(() =>
            table.GetRawAsync(Key.Of(Ledger.WalletId, Wallets.User))
        );
        var field = await Should.ThrowAsync<ItemEncodeException>(
            table.GetAsync(Ledger.FirstKey, only: [Wallets.Balance])
        );

        (key.Table, key.Field).ShouldBe(("ledger", "wallet_id"));
        (raw.Table, raw.Field).ShouldBe(("ledger", "sequence"));
        (field.Table, field.Field).ShouldBe(("ledger", "balance"));
        wire.Requests.ShouldBeEmpty();
    }
}
