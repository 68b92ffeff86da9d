using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace TypedTables.Wire;

/// <summary>What the AWS SDK throws, in this layer's terms.</summary>
internal static class SdkErrors
{
    /// <summary>Whether the service answered, with an error.</summary>
    public static bool IsAnswer(AmazonDynamoDBException error) => (int)error.StatusCode > 0 || error.GetType() != typeof(AmazonDynamoDBException);

    public static WireReply ToReply(AmazonDynamoDBException error) => new()
    {
        Json = error switch
        {
            ConditionalCheckFailedException { Item.Count: > 0 } lost => AttributeValues.ToReplyJson("Item", lost.Item),
            TransactionCanceledException { CancellationReasons: { } reasons } => SdkReplies.Reasons(reasons),
            _ => "{}"u8.ToArray(),
        },
        RequestId = RequestIdOf(error),
        ErrorCode = CodeOf(error),
        ErrorMessage = error.Message,
        IsRetryable = IsRetryable(error),
    };

    /// <summary>An error of a call that has no answer.</summary>
    public static TableOperationException ToException(string operation, Exception error) => error switch
    {
        AmazonDynamoDBException answered when IsAnswer(answered) =>
            new TableOperationException(operation, CodeOf(answered), answered.Message, IsRetryable(answered), RequestIdOf(answered), answered),
        AmazonClientException when error.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) =>
            new TableOperationException(operation, TableOperationException.NoCredentials, error.Message, isRetryable: true, inner: error),
        OperationCanceledException =>
            new TableOperationException(operation, TableOperationException.NoAnswer, "no answer came within the time-out.", isRetryable: true, inner: error),
        _ => new TableOperationException(operation, TableOperationException.NoAnswer, error.GetBaseException().Message, isRetryable: true, inner: error),
    };

    /// <summary>Whether an exception is the SDK's way to say that there was no answer, and not the caller's own cancellation or fault.</summary>
    public static bool IsNoAnswer(Exception error, CancellationToken cancellationToken) => error switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        AmazonClientException or AmazonServiceException or HttpRequestException or IOException or WebException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Never empty: an error without a code, such as a proxy's page, must not pass for a success.</summary>
    private static string CodeOf(AmazonDynamoDBException error)
    {
        if (error.ErrorCode is { Length: > 0 } code)
            return code;
        return error.GetType() == typeof(AmazonDynamoDBException) ? FormattableString.Invariant($"HTTP {(int)error.StatusCode}") : error.GetType().Name;
    }

    private static string? RequestIdOf(AmazonDynamoDBException error) => error.RequestId is { Length: > 0 } id ? id : null;

    private static bool IsRetryable(AmazonDynamoDBException error) =>
        (int)error.StatusCode >= 500 || (error.ErrorCode is { } code && RetryCodes.Passing.Contains(code));
}
