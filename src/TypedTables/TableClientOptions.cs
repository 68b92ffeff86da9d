using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TypedTables.Metering;

namespace TypedTables;

/// <summary>How to reach DynamoDB.</summary>
public sealed record TableClientOptions
{
    /// <summary>Where to call instead of AWS, such as <c>http://127.0.0.1:8000</c>. Null takes <c>AWS_ENDPOINT_URL_DYNAMODB</c>, then the region's own endpoint.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The region for every table, whatever it declares, such as <c>us-west-2</c>. Null takes the declaration's, then the AWS SDK's own choice.</summary>
    public string? Region { get; init; }

    /// <summary>Credentials. Null takes the AWS SDK's own resolution, and dummy ones for an endpoint on this host where there are none.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>The name hook: turns a declared name into the name in DynamoDB, say with a prefix per environment. Default: as declared.</summary>
    public Func<string, string> TableName { get; init; } = static name => name;

    /// <summary>How often a call is attempted at most, the first included. 1 to 10, default 3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of that range.</exception>
    public int AttemptsMax
    {
        get;
        init => field = value is >= 1 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "AttemptsMax takes 1 to 10.");
    } = 3;

    /// <summary>How long one attempt may take. Default 3 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Called after each call with what it consumed; where it throws, that is logged and the call goes on. Default: nobody asks, and DynamoDB is not asked either.</summary>
    public Action<ConsumedCapacity>? OnConsumedCapacity { get; init; }

    /// <summary>Where to log. Default: nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
