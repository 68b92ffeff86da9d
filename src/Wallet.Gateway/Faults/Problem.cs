using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallet.Gateway.Faults;

/// <summary>
/// A problem document (RFC 9457, <c>application/problem+json</c>): why a request was not carried out, with what a
/// program needs to continue.
/// </summary>
internal sealed record Problem
{
    /// <summary>The kind of problem: <c>urn:wallet:problem:</c> and its reason in kebab case.</summary>
    public string Type => "urn:wallet:problem:" + JsonNamingPolicy.KebabCaseLower.ConvertName(Reason);

    /// <summary>A short title, always the same for a reason.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public required int Status { get; init; }

    /// <summary>What happened, and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>
    /// The kind of problem, for programs: a refusal's reason, such as <c>VersionMismatch</c>, or one of the gateway's
    /// own.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The user of the wallet that it is about.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The wallet's current balance in minor units.</summary>
    public long? Balance { get; init; }

    /// <summary>The wallet's current version.</summary>
    public long? Version { get; init; }

    /// <summary>The operation that was refused, or whose outcome is unknown.</summary>
    public Guid? OperationId { get; init; }

    /// <summary>How many seconds to wait before a retry. Sent in the Retry-After header.</summary>
    [JsonIgnore]
    public int? RetryAfterSeconds { get; init; }
}
