using System.Text.Json;

namespace Front;

/// <summary>What the front has to know of a table: what its items and those of its indexes are keyed by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">The names of its key's attributes, the partition's first.</param>
/// <param name="Indexes">The same of each index.</param>
/// <param name="IsOnDemand">Whether it is billed by the request; decides how a refusal is worded.</param>
internal sealed record TableShape(
    string Name,
    IReadOnlyList<string> Key,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Indexes,
    bool IsOnDemand
)
{
    public static TableShape Of(JsonElement table)
    {
        var indexes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var kind in (string[])["GlobalSecondaryIndexes", "LocalSecondaryIndexes"])
        {
            if (!table.TryGetProperty(kind, out var list))
                continue;
            foreach (var index in list.EnumerateArray())
                indexes[index.GetProperty("IndexName").GetString()!] = KeyOf(index);
        }

        var isOnDemand =
            table.TryGetProperty("BillingModeSummary", out var billing)
            && billing.GetProperty("BillingMode").GetString() == "PAY_PER_REQUEST";
        return new TableShape(table.GetProperty("TableName").GetString()!, KeyOf(table), indexes, isOnDemand);
    }

    /// <summary>The key of an index, or the table's own.</summary>
    public IReadOnlyList<string> KeyOf(string? index) => index is null ? Key : Indexes[index];

    /// <summary>Names an item, the same for the same key however it is written.</summary>
    public string ItemName(JsonElement item) =>
        $"{Name}/{string.Join('/', Key.Select(name => Value(item.GetProperty(name))))}";

    /// <summary>Names the partition that an item belongs to; null where an index does not have the item.</summary>
    public string? Partition(JsonElement item, string? index = null)
    {
        var key = KeyOf(index);
        return key.All(name => item.TryGetProperty(name, out _))
            ? PartitionName(index, Value(item.GetProperty(key[0])))
            : null;
    }

    public string PartitionName(string? index, string value) => $"{Name}/{index}/{value}";

    /// <summary>An attribute's type and value.</summary>
    public static string Value(JsonElement attribute)
    {
        var typed = attribute.EnumerateObject().First();
        return $"{typed.Name}:{typed.Value}";
    }

    private static IReadOnlyList<string> KeyOf(JsonElement keyed) =>
        [
            .. keyed
                .GetProperty("KeySchema")
                .EnumerateArray()
                .OrderBy(part => part.GetProperty("KeyType").GetString() == "RANGE")
                .Select(part => part.GetProperty("AttributeName").GetString()!),
        ];
}
