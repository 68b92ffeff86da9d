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
    /// Where to call instead of AWS, such as <c>http://127.0.0.1:8000</c>; without a path. Null takes
    /// <c>AWS_ENDPOINT_URL_DYNAMODB</c> or <c>AWS_ENDPOINT_URL</c>, then what else the AWS SDK is configured with, then
    /// the region's own endpoint.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// The region for every table, whatever it declares, such as <c>us-west-2</c>. Null takes the declaration's, then
    /// <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c>, a profile's and, without an endpoint, the machine's; with an
    /// endpoint, at last <c>us-east-1</c>.
    /// </summary>
    public string? Region { get; init; }

    /// <summary>
    /// Credentials. Null takes those that environment, web identity, profile, container or machine have, as the AWS SDK
    /// does (see docs/permissions.md), and dummy ones for an endpoint on this host where nothing is set.
    /// </summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>
    /// The name hook: turns a declared name into the name in DynamoDB, say with a prefix per environment. Default: as
    /// declared.
    /// </summary>
    public Func<string, string> TableName { get; init; } = static name => name;

    /// <summary>
    /// How calls for items are made: by this library itself, or by the AWS SDK's client. Default:
    /// <see cref="WireKind.Direct"/>.
    /// </summary>
    public WireKind Wire { get; init; } = WireKind.Direct;

    /// <summary>How often a call is attempted at most, the first included. 1 to 10, default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int AttemptsMax
    {
        get;
        init =>
            field = value is >= 1 and <= 10
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "AttemptsMax takes 1 to 10.");
    } = 3;

    /// <summary>How long one attempt may take. More than 0 and at most 24 days, default 3 s.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public TimeSpan AttemptTimeout
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How long a call may take with all its attempts and the pauses between them; looking for credentials counts. More
    /// than 0, default 10 s.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan CallTimeout
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest pause before the first retry; it doubles with each. A pause is a random part of it ("full jitter"),
    /// so that callers who failed together do not come back together. More than 0, default 50 ms. Direct wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan RetryPauseFirst
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// What pauses never exceed, however many retries there were. More than 0, default 1 s. Direct wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan RetryPauseMax
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many retries all calls of a region together may make before successes earn new ones: a retry that succeeds
    /// gives back what it took, a call that succeeds at once a fifth of a retry. 0 to 1,000,000, default 100. Direct
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
    /// The codes of errors after which a call is attempted again, with a pause. Default:
    /// <see cref="RetryCodes.Default"/>. Apart from them, errors of HTTP 500 and above are, and calls without an
    /// answer; see docs/tables.md for the writes that are not. Direct wire only.
    /// </summary>
    public IReadOnlySet<string> RetriedCodes { get; init; } = RetryCodes.Default;

    /// <summary>
    /// How long a connection is used before it is replaced, so that a service that has moved is found. More than 0,
    /// default 5 minutes. Direct wire only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than 0.</exception>
    public TimeSpan ConnectionLifetime
    {
        get;
        init => field = Positive(value);
    } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How many connections there may be at once. A call that finds all of them busy waits for one, within its
    /// attempt's time. 1 to 10,000, default 256. Direct wire only.
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
    /// The longest answer that is read, in bytes; a longer one is an error. 1024 to 1 GiB, default 64 MiB: DynamoDB's
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
    /// Called after each call with what it consumed; where it throws, that is logged and the call goes on. Default:
    /// nobody asks, and DynamoDB is not asked either.
    /// </summary>
    public Action<ConsumedCapacity>? OnConsumedCapacity { get; init; }

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>More than no time, and no more than a timer of .NET takes.</summary>
    private static TimeSpan Positive(TimeSpan value) =>
        value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "It takes more than 0 and at most 24 days.");
}
