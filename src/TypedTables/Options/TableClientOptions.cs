using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TypedTables.Metering;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>How to reach DynamoDB.</summary>
public sealed record TableClientOptions
{
    /// <summary>
    /// The endpoint to use instead of AWS, such as <c>http://127.0.0.1:8000</c>, without a path. Null uses
    /// <c>AWS_ENDPOINT_URL_DYNAMODB</c> or <c>AWS_ENDPOINT_URL</c>, then the AWS SDK's other configuration, then the
    /// region's own endpoint.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// The region of every table, whatever it declares, such as <c>us-west-2</c>. Null uses the declaration's, then
    /// <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, the profile's and, without an endpoint, the machine's; with an
    /// endpoint, finally <c>us-east-1</c>.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>
    /// The credentials. Null searches environment, web identity, profile, container and machine, as the AWS SDK does
    /// (see docs/permissions.md); if none are configured, an endpoint on this host gets dummy credentials.
    /// </summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>
    /// The name hook: maps a declared table name to the name in DynamoDB, such as one with a prefix per environment.
    /// Default: the declared name.
    /// </summary>
    public Func<string, string> TableName { get; init; } = static name => name;

    /// <summary>
    /// Whether this library or the AWS SDK makes the calls for items. Default: <see cref="WireKind.Direct"/>.
    /// </summary>
    public WireKind Wire { get; init; } = WireKind.Direct;

    /// <summary>The maximum number of attempts of a call, including the first. 1 to 10, default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int AttemptsMax
    {
        get;
        init =>
            field = value is >= 1 and <= 10
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "AttemptsMax takes 1 to 10.");
    } = 3;

    /// <summary>The time-out of one attempt. More than 0 and at most 24 days, default 3 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public TimeSpan AttemptTimeout
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The time-out of a call, including all attempts, the pauses between them, and looking for credentials. More than
    /// 0, default 10 s.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan CallTimeout
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The upper limit of the pause before the first retry, which doubles with each. A pause is a random part of it
    /// ("full jitter"), so that callers that failed together do not retry together. More than 0, default 50 ms. Direct
    /// wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan RetryPauseFirst
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The upper limit of every pause, however many retries there were. More than 0, default 1 s. Direct wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan RetryPauseMax
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many retries all calls of a region together may make before successes earn new ones. A retry that succeeds
    /// returns what it took; a call that succeeds at once earns a fifth of a retry. 0 to 1,000,000, default 100. Direct
    /// wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int RetryBudget
    {
        get;
        init =>
            field = value is >= 0 and <= 1_000_000
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "RetryBudget takes 0 to 1,000,000.");
    } = 100;

    /// <summary>
    /// The error codes after which a call is retried, after a pause. Default: <see cref="RetryCodes.Default"/>. HTTP
    /// status 500 and above, and calls without a response, are retried anyway; see docs/tables.md for the writes that
    /// are not. Direct wire only.
    /// </summary>
    public IReadOnlySet<string> RetriedCodes { get; init; } = RetryCodes.Default;

    /// <summary>
    /// How long a connection is used before it is replaced, so that a change of the service's address is noticed. More
    /// than 0, default 5 minutes. Direct wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan ConnectionLifetime
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The maximum number of connections. If all are busy, a call waits for one within its attempt's time-out. 1 to
    /// 10,000, default 256. Direct wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int ConnectionsMax
    {
        get;
        init => field = value is >= 1 and <= 10_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "ConnectionsMax takes 1 to 10,000.");
    } = 256;

    /// <summary>
    /// The maximum length of a response, in bytes; a longer one is an error. 1024 to 1 GiB, default 64 MiB: DynamoDB's
    /// own limit is 16 MB of items. Direct wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int ReplyBytesMax
    {
        get;
        init =>
            field = value is >= 1024 and <= 1 << 30
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(value),
                    value,
                    "ReplyBytesMax takes 1024 to 1073741824."
                );
    } = 64 << 20;

    /// <summary>
    /// Called after each call with the capacity that it consumed. If it throws, the exception is logged and the call
    /// continues. Default: null, in which case DynamoDB is not asked for it either.
    /// </summary>
    public Action<ConsumedCapacity>? OnConsumedCapacity { get; init; }

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Returns the value if it is positive and .NET's timers accept it.</summary>
    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "It takes more than 0 and at most 24 days.");
}
