using System.Text.Json;

namespace Front;

/// <summary>What parts of calls cost in units.</summary>
internal static class Units
{
    private const int WriteUnit = 1024;
    private const int ReadUnit = 4096;

    /// <summary>What a write costs: one for each KB begun, twice in a transaction.</summary>
    /// <remarks>
    /// Of an update only the key and the new values are known. Items of at most one KB cost what AWS says, larger ones
    /// too little.
    /// </remarks>
    public static double OfWrite(Part part, bool inTransaction) => PlainWrite(part) * (inTransaction ? 2 : 1);

    /// <summary>The same without a transaction's second unit.</summary>
    public static double PlainWrite(Part part)
    {
        var size = ItemSize.Of(part.Item);
        if (part.Kind == PartKind.Update && part.Body.TryGetProperty("ExpressionAttributeValues", out var values))
            size += ItemSize.Of(values);
        return Round(size, WriteUnit);
    }

    /// <summary>What a read costs before anybody knows how much comes back.</summary>
    public static double OfRead(Call call, Part part, int size = 0) => Round(size, ReadUnit) * Factor(call, part);

    /// <summary>
    /// What a part has cost, by what came back. Of a batch only that each item has at most 4 KB is known.
    /// </summary>
    public static double OfAnswer(Call call, Part part, int number, JsonElement answer) =>
        OfRead(
            call,
            part,
            call.Operation switch
            {
                "GetItem" => Item(answer),
                "TransactGetItems" => Item(answer.GetProperty("Responses")[number]),
                "Query" or "Scan" => answer.TryGetProperty("Items", out var items)
                    ? items.EnumerateArray().Sum(ItemSize.Of)
                    : 0,
                _ => 0,
            }
        );

    private static int Item(JsonElement holder) => holder.TryGetProperty("Item", out var item) ? ItemSize.Of(item) : 0;

    private static double Factor(Call call, Part part)
    {
        if (call.IsTransaction)
            return 2;
        return part.Body.TryGetProperty("ConsistentRead", out var consistent) && consistent.GetBoolean() ? 1 : 0.5;
    }

    private static double Round(int size, int unit) => Math.Max(1, Math.Ceiling((double)size / unit));
}
