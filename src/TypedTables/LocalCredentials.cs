using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace TypedTables;

/// <summary>The rule for engines on this host: they check no signature, but every call must carry one.</summary>
internal static class LocalCredentials
{
    /// <summary>AWS's own documentation gives this one away.</summary>
    private const string DocumentedKey = "AKIAIOSFODNN7EXAMPLE";
    private const int KeyLengthLeast = 16;

    /// <summary>Whether an access key id cannot be one of AWS's, which have at least 16 characters.</summary>
    public static bool IsDummy(string accessKey) => accessKey.Length < KeyLengthLeast || accessKey == DocumentedKey;

    /// <summary>Whether an engine that checks no signature may be there: on this host, or under a plain name such as a container's; AWS has dots in all of its names.</summary>
    public static bool MayTakeDummies(Uri? endpoint) =>
        endpoint is not null && (endpoint.IsLoopback || (endpoint.HostNameType == UriHostNameType.Dns && !endpoint.Host.Contains('.', StringComparison.Ordinal)));

    /// <summary>Dummy credentials for an endpoint on this host where the environment and the profiles have none; null where the AWS SDK shall look for real ones.</summary>
    public static AWSCredentials? For(Uri? endpoint)
    {
        if (endpoint is not { IsLoopback: true })
            return null;

        // Only what is at hand: asking the metadata services of a cloud would take half a minute on a developer's machine.
        var profile = Environment.GetEnvironmentVariable("AWS_PROFILE") ?? "default";
        var hasOwn = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 }
            || new CredentialProfileStoreChain().TryGetAWSCredentials(profile, out _);
        return hasOwn ? null : new BasicAWSCredentials("local", "local");
    }
}
