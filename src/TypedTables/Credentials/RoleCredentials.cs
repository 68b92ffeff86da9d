using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.SharedInterfaces;
using Amazon.SecurityToken;

namespace TypedTables.Credentials;

/// <summary>Assumes a profile's role in the table's region.</summary>
/// <remarks>The SDK's own class would use us-east-1 when only the table's region is known.</remarks>
internal sealed class RoleCredentials : AssumeRoleAWSCredentials
{
    private readonly RegionEndpoint _region;

    private RoleCredentials(AssumeRoleAWSCredentials role, AWSCredentials source, RegionEndpoint region)
        : base(source, role.RoleArn, role.RoleSessionName, role.Options) => _region = region;

    /// <summary>The same credentials, but assuming roles in the given region; null leaves them as they are.</summary>
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
