using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Wire.Sdk;

namespace TypedTables;

/// <summary>
/// What the operations on the table itself share. They use the AWS SDK, since they are rare and need not be fast.
/// </summary>
public sealed partial class Table<T>
{
    /// <summary>
    /// DynamoDB's description of the table, or null if it does not exist. Any other failure throws, because only a
    /// missing table may be created.
    /// </summary>
    private async Task<TableDescription?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DescribeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TableOperationException error) when (error.Code == DynamoDbErrors.ResourceNotFoundException)
        {
            return null;
        }
    }

    private async Task<TableDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var response = await ManageAsync(
                "DescribeTable",
                dynamoDb =>
                    dynamoDb.DescribeTableAsync(new DescribeTableRequest { TableName = Name }, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
        return response.Table ?? throw Undescribed("DescribeTable", response);
    }

    /// <summary>
    /// The error of a response without the requested description. It must not be mistaken for a missing table.
    /// </summary>
    private TableOperationException Undescribed(string operation, AmazonWebServiceResponse response) =>
        new(
            operation,
            TableOperationException.BadReply,
            "the answer has no description in it.",
            isRetryable: true,
            response.ResponseMetadata?.RequestId) { Table = Name };

    /// <summary>Makes one call, and turns the SDK's exceptions into this layer's.</summary>
    private async Task<TResponse> ManageAsync<TResponse>(
        string operation,
        Func<IAmazonDynamoDB, Task<TResponse>> call,
        CancellationToken cancellationToken
    )
        where TResponse : AmazonWebServiceResponse
    {
        try
        {
            return await call(_management).ConfigureAwait(false);
        }
        catch (Exception error) when (SdkErrors.IsFailure(error, cancellationToken))
        {
            var failure = SdkErrors.ToException(operation, error);
            failure.Table = Name;
            throw failure;
        }
    }
}
