using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.Util;

namespace TypedTables.Credentials;

/// <summary>
/// Finds the source of credentials in the AWS SDK's order: the environment, a web identity, a profile, a container's
/// endpoint, the machine's metadata service. Unlike the SDK, it stops at the first source that is configured, even if
/// that one does not work, rather than signing as somebody else.
/// </summary>
internal static class CredentialSearch
{
    private const string TokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string Role = "AWS_ROLE_ARN";

    private static readonly string[] ContainerEndpoints =
    [
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];

    /// <summary>The profile's name from the environment, or <c>default</c>.</summary>
    public static string ProfileName => Setting("AWS_PROFILE") ?? AWSConfigs.AWSProfileName ?? "default";

    private static bool IsProfileNamed => Setting("AWS_PROFILE") is not null || AWSConfigs.AWSProfileName is not null;

    /// <summary>Whether the environment or the profiles configure any credentials.</summary>
    public static bool IsAnythingSet() =>
        AWSConfigs.AWSCredentialsGenerators is not null
        || (
            (string[])["AWS_ACCESS_KEY_ID", TokenFile, "AWS_EC2_METADATA_SERVICE_ENDPOINT", .. ContainerEndpoints]
        ).Any(name => Setting(name) is not null)
        || IsProfileNamed
        || HasCredentials(TryProfile());

    /// <summary>Finds the source to use.</summary>
    /// <param name="region">
    /// The region to assume roles in if neither environment nor profile names one; null for us-east-1.
    /// </param>
    /// <exception cref="TableOperationException">A source is configured that cannot work.</exception>
    public static CredentialSource Find(string? region)
    {
        if (AWSConfigs.AWSCredentialsGenerators is not null)
            return CredentialSource.Create(
                "AWSConfigs.AWSCredentialsGenerators",
                DefaultAWSCredentialsIdentityResolver.GetCredentials());
        if (IsProfileNamed && TryProfile() is { Options.CredentialSource: "Environment" } assuming)
            // The profile's role takes the environment's keys as its source; without this they would be used directly.
            return OfProfile(assuming, region);
        if (Setting("AWS_ACCESS_KEY_ID") is not null)
        {
            if (Setting("AWS_SECRET_ACCESS_KEY") is null)
                throw CredentialFault.Wrong(
                    "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not. Set both, or neither.");
            return CredentialSource.Create("the environment", new EnvironmentVariablesAWSCredentials());
        }

        if (Setting(TokenFile) is { } file)
        {
            if (Setting(Role) is not { } role)
                throw CredentialFault.Wrong(
                    $"{TokenFile} is set, and {Role} is not. Set it to the role that the token is for.");
            return WebIdentity.SourceOf(
                $"web identity for {role}",
                file,
                role,
                Setting("AWS_ROLE_SESSION_NAME"),
                region);
        }

        if (TryProfile() is { } profile && (IsProfileNamed || HasCredentials(profile)))
            return OfProfile(profile, region);
        if (IsProfileNamed)
        {
            throw CredentialFault.Wrong(
                $"there is no profile '{ProfileName}'. Fix AWS_PROFILE, or write the profile into "
                    + $"{ProfileFiles.Credentials} or {ProfileFiles.Config}.");
        }

        if (Setting(Role) is not null && !ContainerEndpoints.Any(name => Setting(name) is not null))
            throw CredentialFault.Wrong(
                $"{Role} is set, and nothing to assume it with. Set {TokenFile}, or use a profile with role_arn and "
                    + "source_profile.");
        return ContainerEndpoints.Any(name => Setting(name) is not null)
            ? CredentialSource.Create("the container's endpoint", Container()) with { MayOutlast = true }
            : new CredentialSource("the machine's metadata service", MetadataAsync)
            {
                IsSetUp = false, // until it has answered once
                MayOutlast = true,
            };
    }

    private static CredentialSource OfProfile(CredentialProfile profile, string? region)
    {
        var name = $"profile '{profile.Name}'";
        var options = profile.Options;
        if (options.WebIdentityTokenFile is { Length: > 0 } file && options.RoleArn is { Length: > 0 } role)
            return WebIdentity.SourceOf(
                name,
                file,
                role,
                options.RoleSessionName,
                profile.Region?.SystemName ?? region) with
            {
                IsOfFiles = true,
                Profile = profile.Name,
            };
        if (
            options.RoleArn is { Length: > 0 }
            && options.SourceProfile is not { Length: > 0 }
            && options.CredentialSource is not { Length: > 0 })
        {
            throw CredentialFault.Wrong(
                $"{name} has role_arn, and nothing to assume it with. Add source_profile, credential_source "
                    + "(Environment, Ec2InstanceMetadata, "
                    + "EcsContainer) or web_identity_token_file to it.");
        }

        var store = new CredentialProfileStoreChain();
        if (options.SourceProfile is { Length: > 0 } source && !store.TryGetProfile(source, out _))
            throw CredentialFault.Wrong(
                $"{name} has source_profile '{source}', and there is no such profile. Fix source_profile, or write "
                    + $"the profile into {ProfileFiles.Credentials} or {ProfileFiles.Config}.");

        try
        {
            var credentials = RoleCredentials.In(
                ServiceLocation.ConfiguredRegion(isOfAws: true) ?? region,
                AWSCredentialsFactory.GetAWSCredentials(profile, store));
            if (credentials is SSOAWSCredentials sso)
                sso.Options.SupportsGettingNewToken = false; // Getting a new token would open a browser.
            return CredentialSource.Create(name, credentials) with { IsOfFiles = true, Profile = profile.Name };
        }
        catch (Exception error)
        {
            throw CredentialFault.From(new CredentialSource(name, MetadataAsync) { Profile = profile.Name }, error);
        }
    }

    private static GenericContainerCredentials Container()
    {
        var name = ContainerEndpoints.First(one => Setting(one) is not null);
        var text = Setting(name)!;
        try
        {
            return text.Contains('@', StringComparison.Ordinal)
                ? throw CredentialFault.Wrong(
                    $"the container's endpoint in {name} holds a user or a password. Write it without.")
                : new GenericContainerCredentials();
        }
        catch (Exception error) when (error is ArgumentException or UriFormatException)
        {
            throw CredentialFault.Wrong(
                $"the container's endpoint in {name} cannot be used: {error.Message} It takes https, or http to this "
                    + "host or to the addresses of ECS and EKS.");
        }
    }

    private static async Task<FetchedCredentials> MetadataAsync()
    {
        var roles = await EC2InstanceMetadata.GetIAMSecurityCredentialsAsync().ConfigureAwait(false);
        var found =
            roles?.Values.FirstOrDefault(one => one is not null)
            ?? throw new AmazonServiceException("it named no role.");
        return new FetchedCredentials(
            new ImmutableCredentials(found.AccessKeyId, found.SecretAccessKey, found.Token),
            new DateTimeOffset(found.Expiration.ToUniversalTime()));
    }

    private static CredentialProfile? TryProfile()
    {
        try
        {
            return new CredentialProfileStoreChain().TryGetProfile(ProfileName, out var profile) ? profile : null;
        }
        catch (Exception error)
            when (error
                    is AmazonClientException
                        or InvalidDataException
                        or InvalidOperationException
                        or IOException
                        or UnauthorizedAccessException
                        or ArgumentException)
        {
            throw CredentialFault.Wrong($"profile '{ProfileName}' cannot be read: {ProfileFiles.FaultOf(error)}");
        }
    }

    /// <summary>Whether the profile has credentials. Many default profiles name only a region.</summary>
    private static bool HasCredentials(CredentialProfile? profile) =>
        profile is not null
        && (
            profile.CanCreateAWSCredentials
            || new[]
            {
                profile.Options.AccessKey,
                profile.Options.RoleArn,
                profile.Options.CredentialProcess,
                profile.Options.SsoSession,
                profile.Options.SsoStartUrl,
                profile.Options.SourceProfile,
                profile.Options.WebIdentityTokenFile,
            }.Any(text => !string.IsNullOrEmpty(text)));

    private static string? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;
}
