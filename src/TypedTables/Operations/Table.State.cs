namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Describes the table's current state with one <c>DescribeTable</c>. Changes nothing.</summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The state. It is no error if the table does not exist.</returns>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<TableState> FindStateAsync(CancellationToken cancellationToken = default)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is not { } found)
            return new TableState();

        return new TableState
        {
            Status = found.TableStatus?.Value ?? "UNKNOWN",
            Differences = TableComparison.Compare(_schema, found),
            Replicas = TableComparison.ReplicasOf(found),
            IsStronglyConsistentEverywhere = found.MultiRegionConsistency?.Value == "STRONG",
        };
    }
}
