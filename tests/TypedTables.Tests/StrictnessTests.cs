using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests;

public sealed class StrictnessTests
{
    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task An_error_without_a_code_such_as_a_proxy_s_page_is_no_success(HttpStatusCode status)
    {
        var dynamoDb = new ScriptedDynamoDb(
            new AmazonDynamoDBException("<html>", ErrorType.Unknown, null, null, status)
        );

        var error = await Should.ThrowAsync<TableOperationException>(
            dynamoDb.Table(Wallets.Schema).PutAsync(new Wallet(Wallets.User, 1))
        );

        error.Code.ShouldNotBeNullOrEmpty();
        error.IsRetryable.ShouldBe((int)status >= 500);
    }

    [Fact]
    public async Task A_management_error_without_a_code_has_one_all_the_same()
    {
        var dynamoDb = new ScriptedDynamoDb(
            new AmazonDynamoDBException("<html>", ErrorType.Unknown, null, null, HttpStatusCode.ServiceUnavailable)
        );

        var error = await Should.ThrowAsync<TableOperationException>(
            dynamoDb.Table(Wallets.Schema).EnsureCreatedAsync()
        );

        error.Code.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void An_included_field_that_is_declared_below_its_schema_is_explained() =>
        Should.Throw<TableDeclarationException>(() =>
            new TableSchema<Wallet>(
                "tables",
                KeySchema.Hash(Wallets.UserId),
                [Wallets.UserId],
                _ => new Wallet(default, 0),
                (_, _) => { },
                globalIndexes:
                [
                    new GlobalSecondaryIndex("by_user", KeySchema.Hash(Wallets.UserId), Projection.Include([null!])),
                ]
            )
        );

    [Fact]
    public void An_integer_of_which_every_digit_is_escaped_is_read()
    {
        const long Value = -1234567890123456789;
        var escaped = string.Concat(
            Value.ToString(CultureInfo.InvariantCulture).Select(digit => $"\\u{(int)digit:x4}")
        );

        FieldJson.Read(Wallets.Balance, $$"""{"N":"{{escaped}}"}""").ShouldBe(Value);
    }

    [Theory]
    [InlineData("""{"user_id":{"S":"\ud800"},"balance":{"N":"1"}}""")]
    [InlineData("""{"user_id":{"S":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1"},"balance":{"N":"\ud800"}}""")]
    public void Half_a_surrogate_pair_is_an_item_that_cannot_be_decoded(string json) =>
        Should.Throw<ItemDecodeException>(() => Wallets.Schema.Decode(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Half_a_surrogate_pair_in_an_undeclared_name_is_never_looked_at() =>
        Wallets
            .Schema.Decode(
                Encoding.UTF8.GetBytes(
                    """{"\ud800":{"S":"x"},"user_id":{"S":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1"},"balance":"""
                        + """{"N":"1"}}"""
                )
            )
            .Balance.ShouldBe(1);

    [Fact]
    public async Task A_key_that_names_one_field_twice_is_refused()
    {
        var wire = new RecordingWire();

        var error = await Should.ThrowAsync<ItemEncodeException>(
            wire.Table(Wallets.Schema).GetAsync(Key.Of(Wallets.UserId, Wallets.User, Wallets.UserId, Guid.Empty))
        );

        error.Field.ShouldBe("user_id");
        wire.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"a":{"S":1}}""")]
    [InlineData("""{"a":{"S":null}}""")]
    [InlineData("""{"a":{"S":"x","N":"1"}}""")]
    [InlineData("""{"a":{"B":"%%"}}""")]
    [InlineData("""{"a":"x"}""")]
    [InlineData("""{"a":{"L":null}}""")]
    [InlineData("""{"a":{"S":"x"},"a":{"S":"y"}}""")]
    [InlineData("[]")]
    public void JSON_that_is_not_DynamoDB_s_is_refused(string json) =>
        Should.Throw<JsonException>(() => AttributeValues.FromJson(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task An_item_with_none_of_the_wanted_attributes_is_null()
    {
        var wire = new RecordingWire(RecordingWire.Reply("""{"Item":{}}"""));

        (await wire.Table(Wallets.Schema).GetAsync(Wallets.UserKey, only: [Wallets.Balance])).ShouldBeNull();
    }

    [Fact]
    public async Task A_field_that_is_changed_twice_in_one_update_is_refused_by_name()
    {
        var wire = new RecordingWire();

        var error = await Should.ThrowAsync<ItemEncodeException>(
            wire.Table(Ledger.Schema).UpdateAsync(Ledger.FirstKey, Ledger.Size.Set(1).And(Ledger.Size.Set(2)))
        );

        error.Field.ShouldBe("size");
    }

    [Fact]
    public async Task Asking_for_no_field_is_refused()
    {
        var wire = new RecordingWire();
        
        await Should.ThrowAsync<ArgumentException>(wire.Table(Ledger.Schema).GetAsync(Ledger.FirstKey, only: []));
    }

    [Fact]
    public async Task An_attribute_that_is_set_twice_is_refused_by_name()
    {
        var schema = new TableSchema<Wallet>(
            "wallets",
            Wallets.Schema.Key,
            Wallets.Schema.Fields,
            _ => new Wallet(default, 0),
            (wallet, item) =>
            {
                item.Set(Wallets.UserId, wallet.UserId);
                item.Set(Wallets.Balance, 1);
                item.Set(Wallets.Balance, 2);
            }
        );

        await Should.ThrowAsync<ItemEncodeException>(
            new ScriptedDynamoDb().Table(schema).PutAsync(new Wallet(Wallets.User, 1))
        );
    }

    [Fact]
    public async Task A_key_field_is_not_changed_by_an_update()
    {
        var error = await Should.ThrowAsync<ItemEncodeException>(
            new RecordingWire().Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.UserId.Set(Guid.Empty)));

        error.Field.ShouldBe("user_id");
    }
}
