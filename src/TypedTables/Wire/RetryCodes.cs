using System.Collections.Frozen;

namespace TypedTables.Wire;

/// <summary>DynamoDB's codes of errors that pass.</summary>
public static class RetryCodes
{
    /// <summary>
    /// After these a call is attempted again without the caller's knowledge: nothing was carried out, and it is a
    /// matter of a moment. They are <c>InternalServerError</c>, <c>InternalFailure</c>,
    /// <c>ProvisionedThroughputExceededException</c>, <c>ReplicatedWriteConflictException</c>,
    /// <c>RequestLimitExceeded</c>, <c>RequestThrottled</c>, <c>RequestThrottledException</c>, <c>RequestTimeout</c>,
    /// <c>RequestTimeoutException</c>, <c>ServiceUnavailable</c>, <c>SlowDown</c>, <c>ThrottledException</c>,
    /// <c>Throttling</c>, <c>ThrottlingException</c>, <c>TooManyRequestsException</c> and
    /// <c>TransactionInProgressException</c>: those that the AWS SDK tries again, as far as DynamoDB and what stands
    /// before it may say them.
    /// </summary>
    /// <remarks>
    /// Not <c>TransactionConflictException</c>: whoever reads and decides again does better than whoever sends the same
    /// again.
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
    internal static FrozenSet<string> Passing { get; } = Default
        .Concat(["ItemCollectionSizeLimitExceededException", "LimitExceededException", "TransactionConflictException"])
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What the service says to a request whose date it does not accept.</summary>
    internal static FrozenSet<string> ClockSkew { get; } = new[]
    {
        "InvalidSignatureException",
        "RequestExpired",
        "RequestInTheFuture",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What it says to a session token that is no longer good.</summary>
    internal static FrozenSet<string> ExpiredToken { get; } =
        new[] { "ExpiredToken", "ExpiredTokenException" }.ToFrozenSet(StringComparer.Ordinal);
}
