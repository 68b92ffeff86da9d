namespace TypedTables;

/// <summary>Capacity units per second.</summary>
/// <param name="ReadUnits">One unit reads 4 KB a second with strong consistency; at least 1.</param>
/// <param name="WriteUnits">One unit writes 1 KB a second; at least 1.</param>
public sealed record Throughput(long ReadUnits, long WriteUnits);
