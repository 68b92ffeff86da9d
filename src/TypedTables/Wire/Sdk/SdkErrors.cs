using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace TypedTables.Wire.Sdk;

/// <summary>Maps the AWS SDK's exceptions to this layer's.</summary>
internal static class SdkErrors
{
    /// <summary>Whether the service responded with an error.</summary>
    public static bool IsAnswer(AmazonDynamoDBException error) =>
        (int)error.StatusCode > 0 || error.GetType() != typeof(AmazonDynamoDBException);

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
        IsServerError = RetryStatus.IsOutcomeUnknown((int)error.StatusCode),
    };

    /// <summary>The error of a call without a response, or with an unreadable one.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="error">The SDK's exception.</param>
    /// <param name="isUnsafe">
    /// Whether the call may have taken effect, and would take effect twice if it was repeated.
    /// </param>
    public static TableOperationException ToException(string operation, Exception error, bool isUnsafe = false)
    {
        if (SigningFaultOf(error) is { } fault)
            return isUnsafe ? MayHaveTakenEffect(fault) : fault;
        if (error is AmazonDynamoDBException answered && IsAnswer(answered))
            return new TableOperationException(
                operation,
                CodeOf(answered),
                answered.Message,
                IsRetryable(answered),
                RequestIdOf(answered),
                answered);
        if (error is AmazonClientException && error.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase))
            return new TableOperationException(
                operation,
                TableOperationException.NoCredentials,
                error.Message,
                isRetryable: true,
                inner: error);

        var (code, words) = error switch
        {
            OperationCanceledException => (TableOperationException.NoAnswer, "no answer came within the time-out."),
            AmazonUnmarshallingException => (
                TableOperationException.BadReply,
                "the answer could not be understood by the AWS SDK: " + error.GetBaseException().Message),
            _ => (
                IsNoAnswer(error) && error.GetBaseException() is not BadReplyException
                    ? TableOperationException.NoAnswer
                    : TableOperationException.BadReply,
                error.GetBaseException().Message),
        };
        if (isUnsafe)
            words = $"{words.TrimEnd('.')}. {TwiceWords}";
        return new TableOperationException(operation, code, words, isRetryable: !isUnsafe, inner: error);
    }

    private const string TwiceWords = "It may have taken effect, and would take effect twice if it was made again.";

    /// <summary>
    /// The error of the credentials' source inside the SDK's exception, if there is one; it names the source.
    /// </summary>
    private static TableOperationException? SigningFaultOf(Exception error)
    {
        for (var one = error; one is not null; one = one.InnerException)
        {
            if (one is TableOperationException fault)
                return fault;
        }

        return null;
    }

    /// <summary>
    /// Adds that an earlier attempt may have taken effect, although the last could not be signed and was not sent.
    /// </summary>
    private static TableOperationException MayHaveTakenEffect(TableOperationException fault) =>
        new(
            fault.Operation,
            fault.Code,
            $"{fault.Message[(fault.Message.IndexOf("failed: ", StringComparison.Ordinal) + "failed: ".Length)..]} "
                + TwiceWords,
            isRetryable: false,
            inner: fault);

    /// <summary>Whether an exception is the call's failure, not the caller's own cancellation.</summary>
    public static bool IsFailure(Exception error, CancellationToken cancellationToken) =>
        error is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    /// <summary>Whether no connection could be made, so that the attempt sent nothing.</summary>
    public static bool IsNotSent(Exception error)
    {
        for (var one = error; one is not null; one = one.InnerException)
        {
            if (one is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                        or HttpRequestError.ProxyTunnelError,
                })
                return true;
        }

        return false;
    }

    /// <summary>Whether there was no response, as opposed to an unreadable one.</summary>
    private static bool IsNoAnswer(Exception error) =>
        error is AmazonClientException
            or AmazonServiceException
            or HttpRequestException
            or IOException
            or WebException
            or TimeoutException
            or SocketException
            or ObjectDisposedException;

    /// <summary>
    /// The error's code. Never empty: an error without a code, such as a proxy's page, must not be taken for a success.
    /// </summary>
    private static string CodeOf(AmazonDynamoDBException error)
    {
        if (error.ErrorCode is { Length: > 0 } code)
            return code;
        return error.GetType() == typeof(AmazonDynamoDBException)
            ? FormattableString.Invariant($"HTTP {(int)error.StatusCode}")
            : error.GetType().Name;
    }

    private static string? RequestIdOf(AmazonDynamoDBException error) =>
        error.RequestId is { Length: > 0 } id ? id : null;

    private static bool IsRetryable(AmazonDynamoDBException error) =>
        RetryStatus.IsTransient((int)error.StatusCode)
            || (error.ErrorCode is { } code && RetryCodes.Transient.Contains(code));
}
