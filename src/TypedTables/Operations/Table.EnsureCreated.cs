using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Logging;

namespace TypedTables;

public sealed partial class Table<T>
{
    private static readonly TimeSpan StatusPollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Creates the table if it does not exist, and waits until it and its indexes are active, even if another process
    /// is creating it. A table that can be used, <c>ACTIVE</c> or <c>UPDATING</c>, is neither changed nor waited for;
    /// nor are its indexes, which can take an hour to fill. See <see cref="FindStateAsync"/>, <see cref="VerifyAsync"/>
    /// and <see cref="AddMissingAsync"/>.
    /// </summary>
    /// <param name="timeout">How long to wait for the table to become active; null waits 60 s.</param>
    /// <param name="cancellationToken">Cancels waiting; the table may be created all the same.</param>
    /// <exception cref="TableOperationException">
    /// A call failed (it says whether it is retryable), or the table did not become active in time (code
    /// <c>TableNotActive</c>, retryable).
    /// </exception>
    public async Task EnsureCreatedAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var limit = timeout ?? TimeSpan.FromSeconds(60);
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { } found)
        {
            _logger.LogWarning(new EventId(1201, "TableExists"), "{Table} table already exists.", Name);
            if (found.TableStatus != TableStatus.UPDATING && found.TableStatus != TableStatus.ACTIVE)
                await WaitUntilActiveAsync(found, limit, cancellationToken).ConfigureAwait(false);
            return;
        }

        _logger.LogWarning(new EventId(1202, "TableCreating"), "Creating {Table} table ...", Name);
        var created = await CreateAsync(cancellationToken).ConfigureAwait(false);
        await WaitUntilActiveAsync(created, limit, cancellationToken).ConfigureAwait(false);
        if (created is not null && _schema.TimeToLive is not null) // enabling it twice is an error
            await AddTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<TableDescription?> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await ManageAsync(
                    "CreateTable",
                    dynamoDb => dynamoDb.CreateTableAsync(CreateTable.RequestFor(_schema, Name), cancellationToken),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return response.TableDescription ?? throw Undescribed("CreateTable", response);
        }
        catch (TableOperationException error) when (error.Code == DynamoDbErrors.ResourceInUseException)
        {
            // Another process created it between our two calls.
            _logger.LogWarning(new EventId(1201, "TableExists"), "{Table} table already exists.", Name);
            return null;
        }
    }

    private async Task WaitUntilActiveAsync(
        TableDescription? table,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        var clock = _options.TimeProvider;
        var start = clock.GetTimestamp();
        while (StatusOf(table) != TableStatus.ACTIVE)
        {
            if (clock.GetElapsedTime(start) > timeout)
            {
                throw new TableOperationException(
                    "DescribeTable",
                    "TableNotActive",
                    $"the table is {StatusOf(table)?.Value ?? "absent"} after {timeout.TotalSeconds:0} s; "
                        + "it may yet become active.",
                    isRetryable: true)
                {
                    Table = Name,
                };
            }

            await Task.Delay(StatusPollInterval, clock, cancellationToken).ConfigureAwait(false);
            table = await FindAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The status of the table, or of an index that is not active yet.</summary>
    private static TableStatus? StatusOf(TableDescription? table) =>
        table?.TableStatus == TableStatus.ACTIVE
        && table.GlobalSecondaryIndexes?.Exists(index =>
            index.IndexStatus is { } status && status != IndexStatus.ACTIVE
        ) == true
            ? TableStatus.UPDATING
            : table?.TableStatus;
}
