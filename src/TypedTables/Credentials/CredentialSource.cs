using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>A source of credentials, and how errors describe it.</summary>
/// <param name="Name">A description, such as <c>profile 'staging'</c>.</param>
/// <param name="FetchAsync">
/// Asks the source for new credentials. Throws what the AWS SDK throws; <see cref="CredentialFault"/> turns that into
/// an error of this layer.
/// </param>
internal sealed record CredentialSource(string Name, Func<Task<FetchedCredentials>> FetchAsync)
{
    /// <summary>The SDK reports an expiry this much earlier than the source does.</summary>
    private static readonly TimeSpan TakenOff = TimeSpan.FromMinutes(1);

    /// <summary>Whether the source depends on files, so that it must be looked for again when they change.</summary>
    public bool IsOfFiles { get; init; }

    /// <summary>
    /// Whether the source is configured explicitly. The metadata service is not: it is tried because nothing else is
    /// configured.
    /// </summary>
    public bool IsSetUp { get; init; } = true;

    /// <summary>Whether expired credentials stay in use while the source cannot renew them.</summary>
    public bool MayOutlast { get; init; }

    /// <summary>The name of the profile that the source comes from, or null.</summary>
    public string? Profile { get; init; }

    /// <summary>
    /// Wraps credentials of the AWS SDK, and turns off the SDK's own early renewal, because
    /// <see cref="SharedCredentials"/> decides when to renew.
    /// </summary>
    /// <remarks>
    /// Otherwise the SDK would renew temporary credentials at every call in their last 15 minutes, which is always for
    /// credentials that live only that long.
    /// </remarks>
    public static CredentialSource Create(string name, AWSCredentials credentials)
    {
        if (credentials is not RefreshingAWSCredentials refreshing)
            return new CredentialSource(
                name,
                async () => new FetchedCredentials(
                    await credentials.GetCredentialsAsync().ConfigureAwait(false),
                    ExpiresAt: null));

        refreshing.PreemptExpiryTime = TimeSpan.Zero;
        var beneath = SourcesOf(refreshing).ToList();
        beneath.ForEach(source => source.PreemptExpiryTime = TimeSpan.FromMinutes(1));
        return new CredentialSource(
            name,
            async () =>
            {
                refreshing.ClearCredentials();
                try
                {
                    var keys = await refreshing.GetCredentialsAsync().ConfigureAwait(false);
                    return new FetchedCredentials(
                        keys,
                        refreshing.Expiration is { Year: < 9999 } end
                            ? new DateTimeOffset(end.ToUniversalTime()) + TakenOff
                            : null);
                }
                catch (Exception)
                {
                    // They may be invalid before their stated expiry.
                    beneath.ForEach(source => source.ClearCredentials());
                    throw;
                }
            });
    }

    /// <summary>The credentials that a role is assumed with, their own source, and so on.</summary>
    private static IEnumerable<RefreshingAWSCredentials> SourcesOf(AWSCredentials credentials)
    {
        for (var one = credentials; one is AssumeRoleAWSCredentials { SourceCredentials: var source }; one = source)
        {
            if (source is RefreshingAWSCredentials refreshing)
                yield return refreshing;
        }
    }
}
