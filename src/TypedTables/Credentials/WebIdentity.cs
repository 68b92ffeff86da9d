using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;
using Amazon.SecurityToken;

namespace TypedTables.Credentials;

/// <summary>A role that is assumed with a token that lies in a file, as Kubernetes writes it.</summary>
/// <remarks>
/// It makes its client of the Security Token Service itself: the SDK would look for it by its name, which does not work
/// in a program that was compiled ahead of time, and would ask it in us-east-1 where only the table's region is known.
/// </remarks>
internal sealed class WebIdentity : AssumeRoleWithWebIdentityCredentials
{
    private readonly string? _region;

    private WebIdentity(string tokenFile, string role, string? session, string? region)
        : base(tokenFile, role, session) => _region = region;

    /// <exception cref="TableOperationException">The file has no whole path, or the session's name is none.</exception>
    public static CredentialSource SourceOf(
        string name,
        string tokenFile,
        string role,
        string? session,
        string? region)
    {
        try
        {
            var credentials = CredentialSource.Create(name, new WebIdentity(tokenFile, role, session, region));
            return credentials with
            {
                FetchAsync = async () =>
                {
                    // The SDK would try for seconds, and not say which file.
                    await File.ReadAllBytesAsync(tokenFile).ConfigureAwait(false);
                    return await credentials.FetchAsync().ConfigureAwait(false);
                },
            };
        }
        catch (ArgumentException error)
        {
            throw CredentialFault.Wrong($"{name} cannot be used: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    protected override ICoreAmazonSTS CreateClient() =>
        new AmazonSecurityTokenServiceClient(
            new AnonymousAWSCredentials(),
            new AmazonSecurityTokenServiceConfig
            {
                RegionEndpoint = RegionEndpoint.GetBySystemName(
                    ServicePlace.ConfiguredRegion(isOfAws: true) ?? _region ?? RegionEndpoint.USEast1.SystemName),
                Timeout = TimeSpan.FromSeconds(5),
                MaxErrorRetry = 2,
            });
}
