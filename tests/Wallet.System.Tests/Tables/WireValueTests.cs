using System.Text;
using Amazon.DynamoDBv2.Model;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Wire;

namespace SystemTests.Tables;

/// <summary>What other programs store, as we read it: exactly, or refused by name.</summary>
[Collection(nameof(TableTests))]
public sealed class WireValueTests(Engines engines)
{
    private static readonly Dictionary<string, AttributeValue> Plain = AttributeValues.FromJson(
        KitchenTable.Schema.Encode(new Kitchen(Guid.NewGuid(), "a"))
    );

    private static AttributeValue S(string text) => new() { S = text };

    private static AttributeValue N(string text) => new() { N = text };

    private static readonly AttributeValue Null = new() { NULL = true };

    /// <summary>
    /// An attribute, what is stored there (nothing where null), and the field that the error must name.
    /// </summary>
    private static readonly (string Name, AttributeValue? Value, string Field)[] Nasty =
    [
        ("count", N("12.34"), "count"),
        ("count", N("1e40"), "count"),
        ("count", N("9223372036854775808"), "count"),
        ("count", N("-9223372036854775809"), "count"),
        ("count", N("1E-130"), "count"),
        ("count", S("12"), "count"),
        ("count", Null, "count"),
        ("count", null, "count"),
        ("count", new AttributeValue { NS = ["1"] }, "count"),
        ("count", new AttributeValue { L = [N("1")] }, "count"),
        ("small.number", N("2147483648"), "small.number"),
        ("small.number", N("0.5"), "small.number"),
        ("price", N("12345678901234567890123456789012345678"), "price"),
        ("price", N("1E-29"), "price"),
        ("price", N("79228162514264337593543950336"), "price"),
        ("big", N("0.1"), "big"),
        ("number", S("1"), "number"),
        ("text", N("1"), "text"),
        ("text", new AttributeValue { B = new MemoryStream([97]) }, "text"),
        ("text", Null, "text"),
        ("text", new AttributeValue { SS = ["a"] }, "text"),
        ("flag", S("true"), "flag"),
        ("flag", N("1"), "flag"),
        ("at", S("2026-01-31T12:00:00Z"), "at"),
        ("at", S("2026-01-31T12:00:00.0000000+01:00"), "at"),
        ("at", S("2026-02-30T12:00:00.0000000Z"), "at"),
        ("expires", N("1.5"), "expires"),
        ("expires", N("253402300800"), "expires"),
        ("expires", Null, "expires"),
        ("day", S("2026-2-3"), "day"),
        ("day", S("2026-02-29"), "day"),
        ("took", S("1:2:3"), "took"),
        ("took", N("5"), "took"),
        ("state", S("calm"), "state"),
        ("state", S("0"), "state"),
        ("state", S("Calm, Angry"), "state"),
        ("bytes", S("AAAA"), "bytes"),
        ("bytes", new AttributeValue { BS = [new MemoryStream([1])] }, "bytes"),
        ("tags", S("a"), "tags"),
        ("tags", new AttributeValue { NS = ["1"] }, "tags"),
        ("tags", new AttributeValue { L = [S("a")] }, "tags"),
        ("sizes", new AttributeValue { NS = ["1", "1.5"] }, "sizes"),
        ("numbers", new AttributeValue { SS = ["1"] }, "numbers"),
        ("blobs", new AttributeValue { SS = ["AAAA"] }, "blobs"),
        ("names", new AttributeValue { L = [S("a"), N("1")] }, "names"),
        ("names", new AttributeValue { M = [] }, "names"),
        ("names", Null, "names"),
        ("scores", new AttributeValue { M = new() { ["a"] = N("1") } }, "scores"),
        ("scores", new AttributeValue { M = new() { ["a"] = new AttributeValue { L = [N("1"), S("1")] } } }, "scores"),
        ("home", new AttributeValue { M = [] }, "home.street"),
        ("home", new AttributeValue { M = new() { ["street"] = N("1") } }, "home.street"),
        ("home", new AttributeValue { M = new() { ["street"] = S("a"), ["house"] = Null } }, "home.house"),
        ("home", Null, "home"),
        ("work", new AttributeValue { M = [] }, "work.street"),
        ("work", null, "work"),
        ("rebate", N("1E-29"), "rebate"),
        ("rebate", S(""), "rebate"),
        ("remark", N("1"), "remark"),
        ("currency", S("eur"), "currency"),
        ("currency", Null, "currency"),
    ];

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task What_is_not_as_declared_is_refused_by_the_field_s_name(string engine)
    {
        using var client = engines.Client(engine);
        var table = await KitchenTable.CreateAsync(client);
        using var plain = engines.PlainClient(engine);

        foreach (var (name, value, field) in Nasty)
        {
            var place = Guid.NewGuid().ToString();
            var item = new Dictionary<string, AttributeValue>(Plain, StringComparer.Ordinal) { ["place"] = S(place) };
            item.Remove(name);
            if (value is not null)
                item.Add(name, value);
            await plain.PutItemAsync(table.Name, item);
            var key = Key.Of(KitchenTable.Owner, Guid.Parse(Plain["owner"].S), KitchenTable.Place, place);

            var what = $"{field}: {AttributeJson(value)}";
            VerifyNamed(
                await Should.ThrowAsync<ItemDecodeException>(table.GetAsync(key), what),
                table.Name,
                field,
                what
            );
            if (value is not null)
                VerifyNamed(
                    await Should.ThrowAsync<ItemDecodeException>(
                        table.GetAsync(key, only: KitchenTable.Schema.Fields),
                        what
                    ),
                    table.Name,
                    field,
                    what
                );
        }
    }

    private static void VerifyNamed(ItemDecodeException error, string table, string field, string what)
    {
        error.Code.ShouldBe("ItemDecodeError", what);
        error.Table.ShouldBe(table, what);
        error.Field.ShouldBe(field, what);
        error.Expected.ShouldNotBeNullOrEmpty(what);
        error.Found.ShouldNotBeNullOrEmpty(what);
    }

    private static string AttributeJson(AttributeValue? value) =>
        value is null
            ? "missing"
            : Encoding.UTF8.GetString(
                AttributeValues.ToJson(
                    new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { ["value"] = value }
                )
            );
}
