using System.Text.Json;

namespace TypedTables.Metering;

/// <summary>What one call consumed of one table.</summary>
/// <param name="Operation">The operation, such as <c>GetItem</c>.</param>
/// <param name="Table">The table's name in DynamoDB.</param>
/// <param name="Units">Capacity units, its indexes included. Reads of 4 KB and writes of 1 KB are a unit; eventual consistency halves, transactions double.</param>
public sealed record ConsumedCapacity(string Operation, string Table, double Units);

/// <summary>Counts capacity units in the meter <c>TypedTables</c>, counter <c>typedtables.consumed_capacity</c>, by <c>operation</c> and <c>table</c>.</summary>
internal static class CapacityMeter
{
    public static bool IsListenedTo => TableMeters.ConsumedCapacity.Enabled;

    /// <summary>Counts what a reply tells: one object, or one for each table of a batch or transaction.</summary>
    public static void Count(string operation, ReadOnlySpan<byte> consumed, Action<ConsumedCapacity> hook)
    {
        if (consumed.IsEmpty)
            return;

        var reader = new Utf8JsonReader(consumed);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        foreach (var one in root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToArray() : [root])
        {
            var capacity = new ConsumedCapacity(operation, one.GetProperty("TableName").GetString()!, one.GetProperty("CapacityUnits").GetDouble());
            hook(capacity);
            TableMeters.ConsumedCapacity.Add(capacity.Units, new("operation", capacity.Operation), new("table", capacity.Table));
        }
    }
}
