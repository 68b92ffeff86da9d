using Amazon.DynamoDBv2.Model;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Looks how the table stands: one <c>DescribeTable</c>. Changes nothing.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What was found; a table that is not there is no error.</returns>
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
