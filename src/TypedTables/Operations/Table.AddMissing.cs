namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>
    /// Adds what is declared but missing, as far as an existing table can get it: global indexes, one after another,
    /// and time to live. Never changes or drops anything.
    /// </summary>
    /// <param name="timeout">How long to wait for each index to become active; null waits 10 minutes.</param>
    /// <param name="cancellationToken">Cancels waiting; an index may be created all the same.</param>
    /// <returns>The names of what was added.</returns>
    /// <exception cref="TableOperationException">
    /// A call failed, or an index did not become active in time (code <c>TableNotActive</c>, retryable).
    /// </exception>
    public async Task<IReadOnlyList<string>> AddMissingAsync(
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        var added = new List<string>();
        var found = await DescribeAsync(cancellationToken).ConfigureAwait(false);
        foreach (
            var index in _schema.GlobalIndexes.Where(index =>
                found.GlobalSecondaryIndexes?.Exists(one => one.IndexName == index.Name) != true
            )
        )
        {
            var request = CreateTable.AddIndexRequestFor(_schema, Name, index);
            await ManageAsync(
                    "UpdateTable",
                    dynamoDb => dynamoDb.UpdateTableAsync(request, cancellationToken),
                    cancellationToken
                )
                .ConfigureAwait(false);
            await WaitUntilActiveAsync(null, timeout ?? TimeSpan.FromMinutes(10), cancellationToken)
                .ConfigureAwait(false);
            added.Add($"global index '{index.Name}'");
        }

        if (await EnableTimeToLiveAsync(cancellationToken).ConfigureAwait(false))
            added.Add($"time to live '{_schema.TimeToLive!.Name}'");

        return added;
    }
}
