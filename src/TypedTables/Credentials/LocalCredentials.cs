namespace TypedTables.Credentials;

/// <summary>The rule for engines on this host: they check no signature, but every call must carry one.</summary>
internal static class LocalCredentials
{
    /// <summary>AWS's own documentation gives this one away.</summary>
    private const string DocumentedKey = "AKIAIOSFODNN7EXAMPLE";
    private const int KeyLengthLeast = 16;

    /// <summary>Whether an access key id cannot be one of AWS's, which have at least 16 characters.</summary>
    public static bool IsDummy(string accessKey) => accessKey.Length < KeyLengthLeast || accessKey == DocumentedKey;

    /// <summary>
    /// Whether an engine that checks no signature may be there: on this host, or under a plain name such as a
    /// container's.
    /// </summary>
    /// <remarks>AWS has dots in all of its names.</remarks>
    public static bool MayTakeDummies(Uri? endpoint) =>
        endpoint is not null
        && (
            endpoint.IsLoopback
            || (
                endpoint.HostNameType == UriHostNameType.Dns
                && !endpoint.Host.Contains('.', StringComparison.Ordinal)));

    /// <summary>
    /// Whether dummies are taken: for an endpoint on this host, where nothing says how to come by real ones.
    /// </summary>
    /// <remarks>
    /// Only what is at hand counts: asking the metadata service of a cloud would take half a minute on a developer's
    /// machine.
    /// </remarks>
    public static bool AreFor(Uri? endpoint) => endpoint is { IsLoopback: true } && !CredentialSearch.IsAnythingSet();
}
