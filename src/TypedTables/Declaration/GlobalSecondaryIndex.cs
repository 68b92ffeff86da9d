namespace TypedTables;

/// <summary>A global secondary index: it has its own keys and is eventually consistent.</summary>
/// <param name="Name">The index's name, 3 to 255 characters.</param>
/// <param name="Key">The index's keys.</param>
/// <param name="Projection">The attributes that it contains.</param>
/// <param name="Throughput">
/// Provisioned throughput: required if the table's is provisioned, null if the table is on demand.
/// </param>
public sealed record GlobalSecondaryIndex(
    string Name,
    KeySchema Key,
    Projection Projection,
    Throughput? Throughput = null
);
