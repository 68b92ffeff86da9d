using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>Where credentials come from, and what is said when they do not.</summary>
/// <param name="Name">In words, such as <c>profile 'staging'</c>.</param>
/// <param name="FetchAsync">
/// Asks the source anew. Throws what the AWS SDK throws; <see cref="CredentialFault"/> puts it into words.
/// </param>
internal sealed record CredentialSource(string Name, Func<Task<FoundKeys>> FetchAsync)
{
    /// <summary>What the SDK takes off the end that a source gives.</summary>
    private static readonly TimeSpan TakenOff = TimeSpan.FromMinutes(1);

    /// <summary>Whether files say all or part of it, so that it is looked for anew when they change.</summary>
    public bool IsOfFiles { get; init; }

    /// <summary>
    /// Whether somebody has set it up. The metadata service of a machine is asked because nothing else is there.
    /// </summary>
    public bool IsSetUp { get; init; } = true;

    /// <summary>Whether its credentials are used past their end while it cannot renew them.</summary>
    public bool MayOutlast { get; init; }

    /// <summary>The profile, where it is of one.</summary>
    public string? Profile { get; init; }

    /// <summary>
    /// A source of the AWS SDK's. When it is asked again is decided here, so it must not decide that, too.
    /// </summary>
    /// <remarks>
    /// Left alone, the SDK renews temporary credentials at each call of their last 15 minutes: all of the life of
    /// credentials that live that long.
    /// </remarks>
    public static CredentialSource Create(string name, AWSCredentials credentials)
    {
        if (credentials is not RefreshingAWSCredentials refreshing)
            return new CredentialSource(
                name,
                async () =>
                    new FoundKeys(await credentials.GetCredentialsAsync().ConfigureAwait(false), ExpiresAt: null));

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
                    return new FoundKeys(
                        keys,
                        refreshing.Expiration is { Year: < 9999 } end
                            ? new DateTimeOffset(end.ToUniversalTime()) + TakenOff
                            : null);
                }
                catch (Exception)
                {
                    beneath.ForEach(source => source.ClearCredentials()); // They may have ended before they said so.
                    throw;
                }
            });
    }

    /// <summary>What a role is assumed with, and what that one is.</summary>
    private static IEnumerable<RefreshingAWSCredentials> SourcesOf(AWSCredentials credentials)
    {
        for (var one = credentials; one is AssumeRoleAWSCredentials { SourceCredentials: var source }; one = source)
        {
            if (source is RefreshingAWSCredentials refreshing)
                yield return refreshing;
        }
    }
}
