using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace TypedTables.Wire;

/// <summary>What the AWS SDK throws, in this layer's terms.</summary>
internal static class SdkErrors
{
    private static readonly HashSet<string> RetryableCodes = new(StringComparer.Ordinal)
    {
        "InternalServerError",
        "ItemCollectionSizeLimitExceededException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    };

    /// <summary>Whether the service answered, with an error.</summary>
    public static bool IsAnswer(AmazonDynamoDBException error) => (int)error.StatusCode > 0;

    public static WireReply ToReply(AmazonDynamoDBException error) => new()
    {
        Json = error is ConditionalCheckFailedException { Item.Count: > 0 } lost ? AttributeValues.ToReplyJson("Item", lost.Item) : "{}"u8.ToArray(),
        RequestId = error.RequestId,
        ErrorCode = error.ErrorCode,
        ErrorMessage = error.Message,
        IsRetryable = IsRetryable(error),
    };

    /// <summary>An error of a call that has no answer.</summary>
    public static TableOperationException ToException(string operation, Exception error) => error switch
    {
        AmazonDynamoDBException answered when IsAnswer(answered) =>
            new TableOperationException(operation, answered.ErrorCode, answered.Message, IsRetryable(answered), answered.RequestId, answered),
        AmazonClientException when error.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) =>
            new TableOperationException(operation, TableOperationException.NoCredentials, error.Message, isRetryable: true, inner: error),
        _ => new TableOperationException(operation, TableOperationException.NoAnswer, error.GetBaseException().Message, isRetryable: true, inner: error),
    };

    /// <summary>Whether an exception is the SDK's way to say that there was no answer, and not the caller's own cancellation or fault.</summary>
    public static bool IsNoAnswer(Exception error, CancellationToken cancellationToken) => error switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AmazonClientException or AmazonServiceException or HttpRequestException or IOException or WebException or TimeoutException => true,
        _ => false,
    };

    private static bool IsRetryable(AmazonDynamoDBException error) =>
        (int)error.StatusCode >= 500 || (error.ErrorCode is { } code && RetryableCodes.Contains(code));
}
