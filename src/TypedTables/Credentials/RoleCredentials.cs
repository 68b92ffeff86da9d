using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;
using Amazon.SecurityToken;

namespace TypedTables.Credentials;

/// <summary>A role of a profile, assumed in the region that is wanted.</summary>
/// <remarks>The SDK's own asks in us-east-1 where only the table's region is known.</remarks>
internal sealed class RoleCredentials : AssumeRoleAWSCredentials
{
    private readonly RegionEndpoint _region;

    private RoleCredentials(AssumeRoleAWSCredentials role, AWSCredentials source, RegionEndpoint region)
        : base(source, role.RoleArn, role.RoleSessionName, role.Options) => _region = region;

    /// <summary>The same credentials, where roles are assumed in a region; null for the SDK's choice.</summary>
    public static AWSCredentials In(string? region, AWSCredentials credentials) =>
        region is not null && credentials is AssumeRoleAWSCredentials role
            ? new RoleCredentials(role, In(region, role.SourceCredentials), RegionEndpoint.GetBySystemName(region))
            : credentials;

    protected override CredentialsRefreshState GenerateNewCredentials() =>
        GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        using var client = new AmazonSecurityTokenServiceClient(
            SourceCredentials,
            new AmazonSecurityTokenServiceConfig
            {
                RegionEndpoint = _region,
                AuthenticationRegion = _region.SystemName, // also where AWS_ENDPOINT_URL_STS names the endpoint
                Timeout = TimeSpan.FromSeconds(5),
                MaxErrorRetry = 2,
            });
        var found = await ((ICoreAmazonSTS)client)
            .CredentialsFromAssumeRoleAuthenticationAsync(RoleArn, RoleSessionName, Options)
            .ConfigureAwait(false);
        return new CredentialsRefreshState(found, found.Expiration);
    }
}
