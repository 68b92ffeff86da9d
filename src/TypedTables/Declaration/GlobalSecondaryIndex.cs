namespace TypedTables;

/// <summary>An index with keys of its own, eventually consistent.</summary>
/// <param name="Name">Its name, 3 to 255 characters.</param>
/// <param name="Key">Its keys.</param>
/// <param name="Projection">What it carries.</param>
/// <param name="Throughput">Its own provisioned throughput; required where the table's is provisioned, null where it is
/// on demand.</param>
public sealed record GlobalSecondaryIndex(
    string Name,
    KeySchema Key,
    Projection Projection,
    Throughput? Throughput = null
);
