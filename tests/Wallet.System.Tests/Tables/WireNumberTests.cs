using System.Globalization;
using System.Numerics;
using Amazon.DynamoDBv2.Model;
using SystemTests.Parts;
using TypedTables;

namespace SystemTests.Tables;

[Collection(nameof(TableTests))]
public sealed class WireNumberTests(Engines engines)
{
    /// <summary>Numbers in the forms that other programs write them, and the types that can hold them.</summary>
    private static readonly (string Text, bool IsLong, bool IsDecimal, bool IsInteger)[] Numbers =
    [
        ("1E2", true, true, true),
        ("1E+30", false, false, true),
        ("1E+18", true, true, true),
        ("0.10", false, true, false),
        ("100.00", true, true, true),
        ("-0", true, true, true),
        ("0.000", true, true, true),
        ("1E-20", false, true, false),
        ("12345678901234567890123456789012345678", false, false, true),
        ("-9223372036854775808", true, true, true),
        ("9.9999999999999999999999999999999999999E+125", false, false, true),
        ("1E-130", false, false, false),
        ("7.9228162514264337593543950335E+28", false, true, true),
    ];

    [Theory]
    [MemberData(nameof(Engines.AndWires), MemberType = typeof(Engines))]
    public async Task Numbers_have_the_value_that_the_AWS_client_reads_or_are_refused(string engine)
    {
        using var client = engines.Client(engine);
        var table = await KitchenTable.CreateAsync(client);
        using var plain = engines.PlainClient(engine);
        var owner = Guid.NewGuid();
        var key = Key.Of(KitchenTable.Owner, owner, KitchenTable.Place, "numbers");

        foreach (var (text, isLong, isDecimal, isInteger) in Numbers)
        {
            var item = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                ["owner"] = new() { S = owner.ToString() },
                ["place"] = new() { S = "numbers" },
            };
            foreach (var name in new[] { "count", "price", "big", "number" })
                item.Add(name, new AttributeValue { N = text });
            await plain.PutItemAsync(table.Name, item);
            var read = (
                await plain.GetItemAsync(table.Name, new() { ["owner"] = item["owner"], ["place"] = item["place"] })
            ).Item;

            Exact(read["number"].N).ShouldBe(Exact(text), text);
            (await ValueAsync(table, key, KitchenTable.Any)).ShouldBe(Exact(text), text);
            (await ValueAsync(table, key, KitchenTable.Count)).ShouldBe(isLong ? Exact(text) : null, text);
            (await ValueAsync(table, key, KitchenTable.Price)).ShouldBe(isDecimal ? Exact(text) : null, text);
            (await ValueAsync(table, key, KitchenTable.Big)).ShouldBe(isInteger ? Exact(text) : null, text);
        }
    }

    /// <summary>What a field of ours reads; null where it refuses by its name.</summary>
    private static async Task<(BigInteger Digits, int Exponent)?> ValueAsync<T>(
        Table<Kitchen> table,
        Key key,
        Field<T> field
    )
    {
        try
        {
            var item = await table.GetAsync(key, only: [field]);
            return Exact(string.Create(CultureInfo.InvariantCulture, $"{item!.Get(field)}"));
        }
        catch (ItemDecodeException error) when (error.Field == field.Name)
        {
            return null;
        }
    }

    /// <summary>
    /// The exact value of a number's text, whatever its form; worked out apart from the code under test.
    /// </summary>
    private static (BigInteger Digits, int Exponent)? Exact(string text)
    {
        var parts = text.Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var exponent =
            (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0)
            - (point < 0 ? 0 : parts[0].Length - point - 1);
        var digits = BigInteger.Parse(
            parts[0].Replace(".", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture
        );
        for (; !digits.IsZero && digits % 10 == 0; exponent++)
            digits /= 10;
        return (digits, digits.IsZero ? 0 : exponent);
    }
}
