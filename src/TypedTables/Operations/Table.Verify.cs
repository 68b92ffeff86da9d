namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>
    /// Compares the table in DynamoDB with its declaration: keys and their types, indexes, projections, billing,
    /// replicas and time to live. Changes nothing.
    /// </summary>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>Every difference, and whether it is a fault; empty if there is none.</returns>
    /// <exception cref="TableOperationException">
    /// A call failed, or the table does not exist (code <c>ResourceNotFoundException</c>).
    /// </exception>
    public async Task<IReadOnlyList<TableDifference>> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var found = await DescribeAsync(cancellationToken).ConfigureAwait(false);
        var timeToLive = await FindTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
        return [.. TableComparison.Compare(_schema, found), .. TableComparison.OfTimeToLive(_schema, timeToLive)];
    }
}
