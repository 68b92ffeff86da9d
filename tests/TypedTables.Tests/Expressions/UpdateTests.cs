using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Expressions;

public sealed class UpdateTests
{
    [Fact]
    public async Task Set_gives_the_attribute_a_value() =>
        (await WriteAsync(Ledger.Size.Set(5))).ShouldBe("""SET #0 = :0 {"#0":"size"} {":0":{"N":"5"}}""");

    [Fact]
    public async Task Remove_needs_no_value() =>
        (await WriteAsync(Ledger.Size.Remove())).ShouldBe("""REMOVE #0 {"#0":"size"} none""");

    [Fact]
    public async Task SetOrRemove_sets_what_is_there_and_removes_what_is_not()
    {
        (await WriteAsync(Ledger.Size.SetOrRemove(0))).ShouldBe("""SET #0 = :0 {"#0":"size"} {":0":{"N":"0"}}""");
        (await WriteAsync(Ledger.Size.SetOrRemove(null))).ShouldBe("""REMOVE #0 {"#0":"size"} none""");
    }

    [Fact]
    public async Task Changes_are_gathered_into_one_clause_of_each_kind()
    {
        var update = Ledger.Size.Set(5).And(Ledger.At.Remove()).And(Ledger.OperationId.Set(Guid.Empty));

        (await WriteAsync(update)).ShouldBe(
            """SET #0 = :0, #1 = :1 REMOVE #2 {"#0":"size","#1":"operation.id","#2":"at"} {":0":{"N":"5"},":1":"""
                + """{"S":"00000000-0000-0000-0000-000000000000"}}"""
        );
    }

    [Fact]
    public async Task Several_removes_are_listed() =>
        (await WriteAsync(Ledger.At.Remove().And(Ledger.Size.Remove()))).ShouldBe(
            """REMOVE #0, #1 {"#0":"at","#1":"size"} none"""
        );

    [Fact]
    public async Task And_leaves_both_updates_as_they_were()
    {
        var (size, at) = (Ledger.Size.Set(5), Ledger.At.Remove());

        _ = size.And(at);

        (await WriteAsync(size)).ShouldBe("""SET #0 = :0 {"#0":"size"} {":0":{"N":"5"}}""");
        (await WriteAsync(at)).ShouldBe("""REMOVE #0 {"#0":"at"} none""");
    }

    [Fact]
    public async Task An_untyped_item_sets_all_that_it_has()
    {
        var update = Updates.Set(new Item { [Ledger.Size] = "5", [Ledger.At] = DateTimeOffset.UnixEpoch });

        (await WriteAsync(update)).ShouldBe(
            """SET #0 = :0, #1 = :1 {"#0":"size","#1":"at"} {":0":{"N":"5"},":1":{"S":"1970-01-01T00:00:"""
                + """00.0000000Z"}}"""
        );
    }

    [Fact]
    public async Task An_untyped_value_that_does_not_fit_is_refused_before_anything_is_sent()
    {
        var wire = new RecordingWire();

        var error = await Should.ThrowAsync<ItemEncodeException>(
            wire.Table(Ledger.Schema).UpdateAsync(Ledger.FirstKey, Updates.Set(new Item { [Ledger.Size] = 5.5 })));

        (error.Table, error.Field, error.Expected, error.Found).ShouldBe(
            ("ledger", "size", "a 64-bit integer as N", "Double '5.5'")
        );
        wire.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_update_of_a_field_that_the_table_does_not_declare_is_refused()
    {
        var wire = new RecordingWire();
        Update[] updates =
        [
            Wallets.Balance.Set(1),
            Wallets.Balance.Remove(),
            Wallets.Balance.SetOrRemove(null),
            Updates.Set(new Item { [Wallets.Balance] = 1 }),
            Ledger.Size.Set(1).And(Wallets.Balance.Set(1)),
        ];

        foreach (var update in updates)
        {
            var error = await Should.ThrowAsync<ItemEncodeException>(
                wire.Table(Ledger.Schema).UpdateAsync(Ledger.FirstKey, update)
            );
            (error.Table, error.Field).ShouldBe(("ledger", "balance"));
        }

        wire.Requests.ShouldBeEmpty();
    }

    /// <summary>The expression, the names and the values that the update becomes in a request.</summary>
    private static async Task<string> WriteAsync(Update update)
    {
        var wire = new RecordingWire();
        await wire.Table(Ledger.Schema).UpdateAsync(Ledger.FirstKey, update);
        using var request = JsonDocument.Parse(wire.Requests[0]);
        var names = request.RootElement.GetProperty("ExpressionAttributeNames").GetRawText();
        var values = request.RootElement.TryGetProperty("ExpressionAttributeValues", out var found)
            ? found.GetRawText()
            : "none";
        return $"{request.RootElement.GetProperty("UpdateExpression").GetString()} {names} {values}";
    }
}
