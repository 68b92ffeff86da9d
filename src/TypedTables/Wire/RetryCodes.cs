using System.Collections.Frozen;

namespace TypedTables.Wire;

/// <summary>DynamoDB's codes of transient errors.</summary>
public static class RetryCodes
{
    /// <summary>
    /// The codes after which a call is retried: nothing was carried out, and the error is transient. They are
    /// <c>InternalServerError</c>, <c>InternalFailure</c>, <c>ProvisionedThroughputExceededException</c>,
    /// <c>ReplicatedWriteConflictException</c>, <c>RequestLimitExceeded</c>, <c>RequestThrottled</c>,
    /// <c>RequestThrottledException</c>, <c>RequestTimeout</c>, <c>RequestTimeoutException</c>,
    /// <c>ServiceUnavailable</c>, <c>SlowDown</c>, <c>ThrottledException</c>, <c>Throttling</c>,
    /// <c>ThrottlingException</c>, <c>TooManyRequestsException</c> and <c>TransactionInProgressException</c>: those
    /// that the AWS SDK retries, as far as DynamoDB or a proxy before it may send them.
    /// </summary>
    /// <remarks>
    /// <c>TransactionConflictException</c> is not among them: after a conflict it is better to read and decide again
    /// than to resend the same request.
    /// </remarks>
    public static IReadOnlySet<string> Default { get; } = new[]
    {
        "InternalServerError",
        "InternalFailure",
        "ProvisionedThroughputExceededException",
        "ReplicatedWriteConflictException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestTimeout",
        "RequestTimeoutException",
        "ServiceUnavailable",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Codes of errors after which the caller may try the same call later.</summary>
    internal static FrozenSet<string> Transient { get; } = Default
        .Concat(
        [
            "ItemCollectionSizeLimitExceededException",
            "LimitExceededException",
            DynamoDbErrors.TransactionConflictException,
        ])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Codes of a request whose date the service does not accept.</summary>
    internal static FrozenSet<string> ClockSkew { get; } = new[]
    {
        "InvalidSignatureException",
        "RequestExpired",
        "RequestInTheFuture",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    }.ToFrozenSet(StringComparer.Ordinal);
}
