using Amazon.DynamoDBv2.Model;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using TypedTables.Wire.Sdk;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>
/// What operations on the table itself share. They stay on the AWS SDK: they are rare, and speed is no matter there.
/// </summary>
public sealed partial class Table<T>
{
    /// <summary>
    /// The table as DynamoDB describes it, or null where there is none: only that is a reason to create it.
    /// </summary>
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
                "DescribeTable",
                dynamoDb =>
                    dynamoDb.DescribeTableAsync(new DescribeTableRequest { TableName = Name }, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
        return response.Table ?? throw Undescribed("DescribeTable", response);
    }

    /// <summary>
    /// The error of an answer without what was asked for. It must not pass for a table that is not there.
    /// </summary>
    private TableOperationException Undescribed(string operation, AmazonWebServiceResponse response) =>
        new(
            operation,
            TableOperationException.BadReply,
            "the answer has no description in it.",
            isRetryable: true,
            response.ResponseMetadata?.RequestId) { Table = Name };

    /// <summary>Makes one call, and turns what the SDK throws into this layer's errors.</summary>
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
