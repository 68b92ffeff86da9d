using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>Credentials, and when they say that they end; null for never.</summary>
internal sealed record FoundKeys(ImmutableCredentials Keys, DateTimeOffset? ExpiresAt);
