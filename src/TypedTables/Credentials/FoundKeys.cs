using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>Credentials as their source gave them, with their expiry; null if they do not expire.</summary>
internal sealed record FoundKeys(ImmutableCredentials Keys, DateTimeOffset? ExpiresAt);
