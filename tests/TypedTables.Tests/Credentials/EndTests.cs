using Front;
using TypedTables.Credentials;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Credentials;

/// <summary>Credentials end when their source says so, whatever the SDK makes of it.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class EndTests : IDisposable
{
    private readonly AwsEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Theory]
    [InlineData(16)]
    [InlineData(60)]
    [InlineData(900)]
    public async Task A_role_s_session_ends_when_the_token_service_says(int seconds)
    {
        await using var server = await CredentialServer.StartAsync(new KeyRing());
        server.Lifetime = TimeSpan.FromSeconds(seconds);
        _environment.Set("AWS_REGION", "eu-west-1");
        _environment.Set("AWS_ENDPOINT_URL_STS", server.Endpoint.ToString());
        _environment.Set("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/wallet-worker");
        var token = Path.Combine(Path.GetDirectoryName(_environment.ProfilesFile)!, "token");
        await File.WriteAllTextAsync(token, "jwt");
        _environment.Set("AWS_WEB_IDENTITY_TOKEN_FILE", token);
        var before = TimeProvider.System.GetUtcNow();

        var found = await CredentialSearch.Find(null).FetchAsync();

        found.ExpiresAt.ShouldNotBeNull().ShouldBeInRange(
            before.AddSeconds(seconds - 1),
            TimeProvider.System.GetUtcNow().AddSeconds(seconds));
    }
}
