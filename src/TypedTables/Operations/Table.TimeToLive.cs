using Amazon.DynamoDBv2.Model;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>
    /// Turns time to live on, where it is declared and off, as it is on a table that was restored from a backup. One
    /// that is on for another attribute stays so.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; it may be turned on all the same.</param>
    /// <returns>Whether this call has turned it on.</returns>
    /// <exception cref="TableOperationException">
    /// A call failed, or there is no table (code <c>ResourceNotFoundException</c>). DynamoDB takes up to an hour to
    /// turn it off, and refuses to turn it on again before that (code <c>ValidationException</c>).
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
        catch (TableOperationException error) when (error.Code == "ValidationException")
        {
            // Another process may have turned it on between our two calls, and once more is an error.
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
