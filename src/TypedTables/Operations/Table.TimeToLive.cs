using Amazon.DynamoDBv2.Model;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>
    /// Enables time to live if it is declared but off, as on a table that was restored from a backup. If it is on for
    /// another attribute, it is left alone.
    /// </summary>
    /// <param name="cancellationToken">Cancels waiting; it may be enabled all the same.</param>
    /// <returns>Whether this call has enabled it.</returns>
    /// <exception cref="TableOperationException">
    /// A call failed, or the table does not exist (code <c>ResourceNotFoundException</c>). After it has been disabled,
    /// DynamoDB refuses for up to an hour to enable it again (code <c>ValidationException</c>).
    /// </exception>
    public async Task<bool> EnableTimeToLiveAsync(CancellationToken cancellationToken = default)
    {
        if (_schema.TimeToLive is null)
            return false;
        if (await FindTimeToLiveAsync(cancellationToken).ConfigureAwait(false) is not null)
            return false;

        try
        {
            await AddTimeToLiveAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TableOperationException error) when (error.Code == DynamoDbErrors.ValidationException)
        {
            // Another process may have enabled it between our two calls; enabling it twice is an error.
            if (await FindTimeToLiveAsync(cancellationToken).ConfigureAwait(false) is null)
                throw;
            return false;
        }
    }

    /// <summary>The attribute that time to live is enabled for, or null.</summary>
    private async Task<string?> FindTimeToLiveAsync(CancellationToken cancellationToken)
    {
        var request = new DescribeTimeToLiveRequest { TableName = Name };
        var response = await ManageAsync(
            "DescribeTimeToLive",
            dynamoDb => dynamoDb.DescribeTimeToLiveAsync(request, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return response.TimeToLiveDescription is { TimeToLiveStatus.Value: "ENABLED" or "ENABLING" } found
            ? found.AttributeName
            : null;
    }

    private Task<UpdateTimeToLiveResponse> AddTimeToLiveAsync(CancellationToken cancellationToken)
    {
        var request = new UpdateTimeToLiveRequest
        {
            TableName = Name,
            TimeToLiveSpecification = new() { AttributeName = _schema.TimeToLive!.Name, Enabled = true },
        };
        return ManageAsync(
            "UpdateTimeToLive",
            dynamoDb => dynamoDb.UpdateTimeToLiveAsync(request, cancellationToken),
            cancellationToken);
    }
}
