namespace TypedTables;

/// <summary>Provisioned capacity, in units per second.</summary>
/// <param name="ReadUnits">At least 1. One unit reads 4 KB a second, strongly consistent.</param>
/// <param name="WriteUnits">At least 1. One unit writes 1 KB a second.</param>
public sealed record Throughput(long ReadUnits, long WriteUnits);
