namespace Front;

/// <summary>What one partition key of a table or an index carries in a second.</summary>
/// <param name="Writes">Write units.</param>
/// <param name="Reads">Read units.</param>
public sealed record CapacityLimits(double Writes = 1_000, double Reads = 3_000)
{
    /// <summary>
    /// What an index's write costs in a transaction, as a multiple of a plain write's: AWS's pages do not say whether 1
    /// or 2.
    /// </summary>
    public int IndexFactor { get; init; } = 1;
}
