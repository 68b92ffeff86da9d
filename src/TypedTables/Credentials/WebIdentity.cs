using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;
using Amazon.SecurityToken;

namespace TypedTables.Credentials;

/// <summary>Assumes a role with a token from a file, as Kubernetes provides it.</summary>
/// <remarks>
/// Creates its client for the Security Token Service itself. The SDK would find the client by reflection, which does
/// not work in a program that is compiled ahead of time, and would use us-east-1 when only the table's region is known.
/// </remarks>
internal sealed class WebIdentity : AssumeRoleWithWebIdentityCredentials
{
    private readonly string? _region;

    private WebIdentity(string tokenFile, string role, string? session, string? region)
        : base(tokenFile, role, session) => _region = region;

    /// <exception cref="TableOperationException">
    /// The file's path is not absolute, or the session's name is not valid.
    /// </exception>
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
                    // Read first: the SDK would retry for seconds, and its error does not name the file.
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
                    ServiceLocation.ConfiguredRegion(isOfAws: true) ?? _region ?? RegionEndpoint.USEast1.SystemName),
                Timeout = TimeSpan.FromSeconds(5),
                MaxErrorRetry = 2,
            });
}
