using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>What operations on the table itself share. They stay on the AWS SDK: they are rare, and speed is no matter there.</summary>
public sealed partial class Table<T>
{
    /// <summary>The table as DynamoDB describes it, or null where there is none: only that is a reason to create it.</summary>
    private async Task<TableDescription?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DescribeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TableOperationException error) when (error.Code == "ResourceNotFoundException")
        {
            return null;
        }
    }

    private async Task<TableDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var response = await ManageAsync(
            "DescribeTable", dynamoDb => dynamoDb.DescribeTableAsync(new DescribeTableRequest { TableName = Name }, cancellationToken), cancellationToken).ConfigureAwait(false);
        return response.Table;
    }

    /// <summary>Makes one call, and turns what the SDK throws into this layer's errors.</summary>
    private async Task<TResponse> ManageAsync<TResponse>(string operation, Func<IAmazonDynamoDB, Task<TResponse>> call, CancellationToken cancellationToken)
        where TResponse : AmazonWebServiceResponse
    {
        try
        {
            return await call(_management).ConfigureAwait(false);
        }
        catch (Exception error) when (SdkErrors.IsNoAnswer(error, cancellationToken))
        {
            var failure = SdkErrors.ToException(operation, error);
            failure.Table = Name;
            throw failure;
        }
    }
}
