using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Expressions;

public sealed class ConditionTests
{
    [Fact]
    public async Task Is_compares_with_a_value() =>
        (await WriteAsync(Wallets.Balance.Is(5))).ShouldBe("""#0 = :0 {"#0":"balance"} {":0":{"N":"5"}}""");

    [Fact]
    public async Task Is_writes_the_value_as_its_field_does()
    {
        (await WriteAsync(Wallets.UserId.Is(Wallets.User))).ShouldBe(
            $$$"""#0 = :0 {"#0":"user_id"} {":0":{"S":"{{{Wallets.UserText}}}"}}"""
        );
        (await WriteAsync(Wallets.ChangedAt.Is(DateTimeOffset.UnixEpoch))).ShouldBe(
            """#0 = :0 {"#0":"changed_at"} {":0":{"S":"1970-01-01T00:00:00.0000000Z"}}"""
        );
    }

    [Fact]
    public async Task Exists_and_NotExists_need_no_value()
    {
        (await WriteAsync(Wallets.UserId.Exists())).ShouldBe("""attribute_exists(#0) {"#0":"user_id"} none""");
        (await WriteAsync(Wallets.UserId.NotExists())).ShouldBe("""attribute_not_exists(#0) {"#0":"user_id"} none""");
    }

    [Fact]
    public async Task And_and_Or_are_put_in_brackets()
    {
        var (user, balance) = (Wallets.UserId.Exists(), Wallets.Balance.Is(5));

        (await WriteAsync(user.And(balance))).ShouldBe(
            """(attribute_exists(#0) AND #1 = :0) {"#0":"user_id","#1":"balance"} {":0":{"N":"5"}}"""
        );
        (await WriteAsync(user.Or(balance))).ShouldBe(
            """(attribute_exists(#0) OR #1 = :0) {"#0":"user_id","#1":"balance"} {":0":{"N":"5"}}"""
        );
    }

    [Fact]
    public async Task Brackets_follow_the_order_of_composition_and_not_DynamoDBs_precedence()
    {
        var (one, two, three) = (Wallets.Balance.Is(1), Wallets.Balance.Is(2), Wallets.Balance.Is(3));
        const string Rest = """{"#0":"balance"} {":0":{"N":"1"},":1":{"N":"2"},":2":{"N":"3"}}""";

        (await WriteAsync(one.Or(two).And(three))).ShouldBe($"((#0 = :0 OR #0 = :1) AND #0 = :2) {Rest}");
        (await WriteAsync(one.Or(two.And(three)))).ShouldBe($"(#0 = :0 OR (#0 = :1 AND #0 = :2)) {Rest}");
        (await WriteAsync(one.And(two).Or(three))).ShouldBe($"((#0 = :0 AND #0 = :1) OR #0 = :2) {Rest}");
    }

    [Fact]
    public async Task A_condition_can_be_used_again()
    {
        var condition = Wallets.Balance.Is(5);

        (await WriteAsync(condition.And(condition))).ShouldBe(
            """(#0 = :0 AND #0 = :1) {"#0":"balance"} {":0":{"N":"5"},":1":{"N":"5"}}"""
        );
        (await WriteAsync(condition)).ShouldBe(await WriteAsync(condition));
    }

    [Fact]
    public async Task A_condition_on_a_field_that_the_table_does_not_declare_is_refused()
    {
        var wire = new RecordingWire();
        Condition[] conditions =
        [
            Ledger.Size.Is(1),
            Ledger.Size.Exists(),
            Ledger.Size.NotExists(),
            Wallets.Balance.Is(1).And(Ledger.Size.Exists()),
            Field.Of("size", Codec.Int64).Is(1),
        ];

        foreach (var condition in conditions)
        {
            var error = await Should.ThrowAsync<ItemEncodeException>(
                wire.Table(Wallets.Schema).PutAsync(new Wallet(Wallets.User, 0), when: condition)
            );
            (error.Table, error.Field).ShouldBe(("wallets", "size"));
        }

        wire.Requests.ShouldBeEmpty();
    }

    /// <summary>The expression, the names and the values that the condition becomes in a request.</summary>
    private static async Task<string> WriteAsync(Condition condition)
    {
        var wire = new RecordingWire();
        await wire.Table(Wallets.Schema).PutAsync(new Wallet(Wallets.User, 0), when: condition);
        using var request = JsonDocument.Parse(wire.Requests[0]);
        var names = request.RootElement.GetProperty("ExpressionAttributeNames").GetRawText();
        var values = request.RootElement.TryGetProperty("ExpressionAttributeValues", out var found)
            ? found.GetRawText()
            : "none";
        return $"{request.RootElement.GetProperty("ConditionExpression").GetString()} {names} {values}";
    }
}
