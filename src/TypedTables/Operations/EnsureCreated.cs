using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Logging;
using TypedTables.Wire;

namespace TypedTables;

public sealed partial class Table<T>
{
    private static readonly TimeSpan StatusPollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Creates the table where it does not exist, and waits until it is active. An existing table is left as it is.</summary>
    /// <param name="timeout">How long to wait for the table to become active; null waits 60 s.</param>
    /// <param name="cancellationToken">Gives up waiting; the table may be created all the same.</param>
    /// <exception cref="TableOperationException">
    /// A call failed (retryable as it says), or the table was not active in time (code <c>TableNotActive</c>, retryable).
    /// </exception>
    public async Task EnsureCreatedAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var operation = "DescribeTable";
        try
        {
            var status = await DescribeAsync(cancellationToken).ConfigureAwait(false);
            if (status is null)
            {
                operation = "CreateTable";
                _logger.LogWarning("Creating {Table} table ...", Name);
                status = await CreateAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _logger.LogWarning("{Table} table already exists.", Name);
            }

            operation = "DescribeTable";
            await WaitUntilActiveAsync(status, timeout ?? TimeSpan.FromSeconds(60), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not TableOperationException && SdkErrors.IsNoAnswer(error, cancellationToken))
        {
            var failure = SdkErrors.ToException(operation, error);
            failure.Table = Name;
            throw failure;
        }
    }

    /// <summary>The table's status, or null where there is no table: only that is a reason to create it.</summary>
    private async Task<TableStatus?> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await _management.DescribeTableAsync(new DescribeTableRequest { TableName = Name }, cancellationToken).ConfigureAwait(false);
            return response.Table.TableStatus;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    private async Task<TableStatus?> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await _management.CreateTableAsync(CreateTable.RequestFor(_schema, Name), cancellationToken).ConfigureAwait(false);
            return response.TableDescription.TableStatus;
        }
        catch (ResourceInUseException)
        {
            // Another process created it between our two calls: just what was wanted.
            _logger.LogWarning("{Table} table already exists.", Name);
            return null;
        }
    }

    private async Task WaitUntilActiveAsync(TableStatus? status, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var clock = _options.TimeProvider;
        var start = clock.GetTimestamp();
        while (status != TableStatus.ACTIVE)
        {
            if (clock.GetElapsedTime(start) > timeout)
            {
                throw new TableOperationException(
                    "DescribeTable", "TableNotActive", $"the table is {status?.Value ?? "absent"} after {timeout.TotalSeconds:0} s; it may yet become active.", isRetryable: true)
                {
                    Table = Name,
                };
            }

            await Task.Delay(StatusPollInterval, clock, cancellationToken).ConfigureAwait(false);
            status = await DescribeAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
