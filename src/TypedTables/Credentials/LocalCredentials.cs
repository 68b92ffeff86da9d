namespace TypedTables.Credentials;

/// <summary>Dummy credentials for local engines, which check no signature but require one on every call.</summary>
internal static class LocalCredentials
{
    /// <summary>The example key of AWS's own documentation.</summary>
    private const string DocumentedKey = "AKIAIOSFODNN7EXAMPLE";
    private const int KeyLengthLeast = 16;

    /// <summary>Whether an access key id cannot be one of AWS's, which have at least 16 characters.</summary>
    public static bool IsDummy(string accessKey) => accessKey.Length < KeyLengthLeast || accessKey == DocumentedKey;

    /// <summary>
    /// Whether the endpoint may be an engine that checks no signature: on this host, or under a name without dots, such
    /// as a container's.
    /// </summary>
    /// <remarks>All of AWS's host names contain dots.</remarks>
    public static bool MayTakeDummies(Uri? endpoint) =>
        endpoint is not null
        && (
            endpoint.IsLoopback
            || (
                endpoint.HostNameType == UriHostNameType.Dns
                && !endpoint.Host.Contains('.', StringComparison.Ordinal)));

    /// <summary>
    /// Whether to use dummy credentials: for an endpoint on this host, if no credentials are configured.
    /// </summary>
    /// <remarks>
    /// Only configuration on this machine counts: asking a cloud's metadata service would take half a minute on a
    /// developer's machine.
    /// </remarks>
    public static bool AreFor(Uri? endpoint) => endpoint is { IsLoopback: true } && !CredentialSearch.IsAnythingSet();
}
