using System.Text.Json;
using TypedTables.Json;
using TypedTables.Wire;

namespace TypedTables.Metering;

/// <summary>
/// Counts capacity units in the meter <c>TypedTables</c>, counter <c>typedtables.consumed_capacity</c>, by
/// <c>operation</c> and <c>table</c>.
/// </summary>
internal static class CapacityMeter
{
    public static bool IsEnabled => TableMeters.ConsumedCapacity.Enabled;

    /// <summary>
    /// Counts the capacity that a reply reports: one object, or one for each table of a batch or transaction.
    /// </summary>
    /// <remarks>
    /// A report that cannot be read is ignored: the call has succeeded, and must not fail because of its report.
    /// </remarks>
    public static void Count(string operation, string? table, WireReply reply, Action<ConsumedCapacity> hook)
    {
        try
        {
            var consumed = reply.Find("ConsumedCapacity"u8);
            if (!JsonWalk.IsArray(consumed))
                CountOne(operation, table, consumed, hook);
            foreach (var one in JsonWalk.ElementsOf(consumed))
                CountOne(operation, table, one, hook);
        }
        catch (Exception error) when (
            WireReply.IsMisshapen(error) || error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            // not a capacity report
        }
    }

    private static void CountOne(
        string operation,
        string? table,
        ReadOnlySpan<byte> consumed,
        Action<ConsumedCapacity> hook)
    {
        if (!JsonWalk.IsObject(consumed) || !TryReadUnits(JsonWalk.Find(consumed, "CapacityUnits"u8), out var units))
            return;

        var capacity = new ConsumedCapacity(
            operation,
            TextOf(JsonWalk.Find(consumed, "TableName"u8)) ?? table ?? "",
            units);
        hook(capacity);
        try
        {
            TableMeters.ConsumedCapacity.Add(
                capacity.Units,
                new("operation", capacity.Operation),
                new("table", capacity.Table)
            );
        }
        catch (Exception)
        {
            // The listener has failed, but the call has not.
        }
    }

    private static bool TryReadUnits(ReadOnlySpan<byte> json, out double units)
    {
        units = 0;
        var reader = new Utf8JsonReader(json);
        return !json.IsEmpty
            && reader.Read()
            && reader.TokenType == JsonTokenType.Number
            && reader.TryGetDouble(out units)
            && double.IsFinite(units);
    }

    private static string? TextOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return !json.IsEmpty && reader.Read() && AttributeJson.TryGetString(ref reader, out var text) ? text : null;
    }
}
