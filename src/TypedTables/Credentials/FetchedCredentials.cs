using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>Credentials as their source gave them, with their expiry; null if they do not expire.</summary>
internal sealed record FetchedCredentials(ImmutableCredentials Keys, DateTimeOffset? ExpiresAt);
