namespace TypedTables;

/// <summary>Something about a table in DynamoDB that is not as it is declared.</summary>
/// <param name="What">What it is about, by name: <c>global index 'by_operation'</c>.</param>
/// <param name="Declared">What is declared.</param>
/// <param name="Found">What was found.</param>
public sealed record TableDifference(string What, string Declared, string Found)
{
    /// <inheritdoc/>
    public override string ToString() => $"{What}: declared {Declared}, found {Found}";
}

public sealed partial class Table<T>
{
    /// <summary>Compares the table in DynamoDB with its declaration: keys, their types, indexes, projections, billing and time to live. Changes nothing.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Every difference; none where the table is as declared.</returns>
    /// <exception cref="TableOperationException">A call failed, or there is no table (code <c>ResourceNotFoundException</c>).</exception>
    public async Task<IReadOnlyList<TableDifference>> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var found = await DescribeAsync(cancellationToken).ConfigureAwait(false);
        return TableComparison.Of(_schema, found, await FindTimeToLiveAsync(cancellationToken).ConfigureAwait(false));
    }
}
