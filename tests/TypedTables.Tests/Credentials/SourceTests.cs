using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Front;
using TypedTables.Credentials;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Credentials;

/// <summary>Each source of credentials, against the places that hand them out.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class SourceTests : IAsyncLifetime
{
    private const string Role = "arn:aws:iam::111122223333:role/wallet-worker";

    private readonly AwsEnvironment _environment = new();
    private readonly KeyRing _keys = new();
    private CredentialServer _server = null!;

    private string Folder => Path.GetDirectoryName(_environment.ProfilesFile)!;

    public async ValueTask InitializeAsync()
    {
        _server = await CredentialServer.StartAsync(_keys);
        _environment.Set("AWS_ENDPOINT_URL_STS", _server.Endpoint.ToString());
        _environment.Set("AWS_REGION", "eu-west-1");
    }

    public async ValueTask DisposeAsync()
    {
        _environment.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_web_identity_assumes_its_role_with_the_token_of_its_file()
    {
        _server.Token = "jwt-1";
        _environment.Set("AWS_ROLE_ARN", Role);
        _environment.Set("AWS_WEB_IDENTITY_TOKEN_FILE", Written("token", "jwt-1\n"));

        await ShouldBeFoundAsync();

        _server.Calls["AssumeRoleWithWebIdentity"].ShouldBe(1);
    }

    [Fact]
    public async Task A_web_identity_may_be_of_a_profile()
    {
        Profile("staging", $"role_arn = {Role}", $"web_identity_token_file = {Written("token", "jwt-1")}");

        await ShouldBeFoundAsync();

        _server.Calls["AssumeRoleWithWebIdentity"].ShouldBe(1);
    }

    [Fact]
    public async Task A_profile_may_assume_a_role_with_another_one_s_keys()
    {
        Profile(
            "staging",
            $"role_arn = {Role}",
            "source_profile = base",
            "[base]",
            "aws_access_key_id = AKIAOFTHEBASEPROFILE",
            "aws_secret_access_key = s");

        await ShouldBeFoundAsync();

        _server.Calls["AssumeRole"].ShouldBe(1);
    }

    [Theory]
    [InlineData("eu-west-1", "eu-west-1")] // of the environment
    [InlineData(null, "eu-north-1")] // of the profile
    public async Task A_role_of_a_profile_is_assumed_in_the_region_that_is_named(string? named, string region)
    {
        _environment.Set("AWS_REGION", named);
        Profile(
            "staging",
            $"role_arn = {Role}",
            "region = eu-north-1",
            "source_profile = base",
            "[base]",
            "aws_access_key_id = AKIAOFTHEBASEPROFILE",
            "aws_secret_access_key = s");

        await ShouldBeFoundAsync();

        _server.Regions.ShouldBe([region]);
    }

    [Fact]
    public async Task A_profile_may_assume_a_role_with_a_container_s_credentials()
    {
        _environment.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(_server.Endpoint, "/container").ToString());
        Profile("staging", $"role_arn = {Role}", "credential_source = EcsContainer");

        await ShouldBeFoundAsync();

        (_server.Calls["AssumeRole"], _server.Calls["Container"]).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_container_s_endpoint_is_asked_with_the_token_of_its_file()
    {
        _server.Token = "pod-token";
        _environment.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(_server.Endpoint, "/container").ToString());
        _environment.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", Written("pod", "pod-token"));

        await ShouldBeFoundAsync();

        _server.Calls["Container"].ShouldBe(1);
    }

    [Fact]
    public async Task A_login_s_cached_token_gets_the_credentials_of_its_role()
    {
        _server.Token = "login";
        _environment.Set("AWS_ENDPOINT_URL_SSO", _server.Endpoint.ToString());
        _environment.Set("HOME", Folder);
        const string start = "https://example.awsapps.com/start";
        Cache(start, TimeProvider.System.GetUtcNow().AddHours(1));
        Profile(
            "staging",
            $"sso_start_url = {start}",
            "sso_region = eu-west-1",
            "sso_account_id = 111122223333",
            "sso_role_name = wallet");

        await ShouldBeFoundAsync();

        _server.Calls["Sso"].ShouldBe(1);
    }

    [Fact]
    public async Task A_login_that_is_over_says_how_to_log_in()
    {
        _environment.Set("HOME", Folder);
        const string start = "https://example.awsapps.com/start";
        Cache(start, TimeProvider.System.GetUtcNow().AddHours(-1));
        Profile(
            "staging",
            $"sso_start_url = {start}",
            "sso_region = eu-west-1",
            "sso_account_id = 111122223333",
            "sso_role_name = wallet");

        var error = await Should.ThrowAsync<TableOperationException>(Shared().GetCredentialsAsync());

        error.Message.ShouldContain("aws sso login --profile staging");
        error.IsRetryable.ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_prints_credentials()
    {
        Profile(
            "staging",
            """credential_process = echo '{"Version":1,"AccessKeyId":"AKIAOFTHEPROCESS0000","SecretAccessKey":"s"}'""");

        (await Shared().GetCredentialsAsync()).AccessKey.ShouldBe("AKIAOFTHEPROCESS0000");
    }

    [Fact]
    public async Task Environment_and_profile_keys_are_taken_as_they_are()
    {
        Profile("staging", "aws_access_key_id = AKIAOFTHEPROFILE0000", "aws_secret_access_key = s");
        (await Shared().GetCredentialsAsync()).AccessKey.ShouldBe("AKIAOFTHEPROFILE0000");

        _environment.Set("AWS_ACCESS_KEY_ID", "AKIAOFTHEENVIRONMENT");
        _environment.Set("AWS_SECRET_ACCESS_KEY", "s");
        (await Shared().GetCredentialsAsync()).AccessKey.ShouldBe("AKIAOFTHEENVIRONMENT");
    }

    [Fact]
    public async Task A_profile_s_file_that_changes_is_read_again()
    {
        var clock = new FakeClock();
        Profile("staging", "aws_access_key_id = AKIAOFTHEPROFILE0001", "aws_secret_access_key = s");
        var shared = new SharedCredentials(() => CredentialSearch.Find(null), clock, new RecordingLoggers());
        (await shared.GetCredentialsAsync()).AccessKey.ShouldBe("AKIAOFTHEPROFILE0001");

        Profile("staging", "aws_access_key_id = AKIAOFTHEPROFILE0002", "aws_secret_access_key = s");

        await Until(async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return (await shared.GetCredentialsAsync()).AccessKey == "AKIAOFTHEPROFILE0002";
        });
    }

    [Theory]
    [InlineData(
        "credential_process = sh -c 'echo not now >&2; exit 7'",
        "Command returned non-zero exit value 7",
        "not now"
    )]
    [InlineData(
        "credential_process = echo nonsense",
        "credential_process of profile 'staging' gave no credentials",
        "JSON"
    )]
    [InlineData(
        "role_arn = " + Role,
        "profile 'staging' has role_arn, and nothing to assume it with",
        "source_profile"
    )]
    [InlineData("role_arn = " + Role + "\nsource_profile = nobody", "Fix source_profile", "profile 'staging'")]
    [InlineData(
        "role_arn = " + Role + "\nweb_identity_token_file = /nonexistent/token",
        "/nonexistent/token",
        "cannot be read"
    )]
    public async Task A_profile_that_cannot_work_says_why_in_one_line(string lines, string cause, string more)
    {
        Profile("staging", lines);

        var error = await Should.ThrowAsync<TableOperationException>(Shared().GetCredentialsAsync());

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoCredentials, false));
        error.Message.ShouldContain(cause);
        error.Message.ShouldContain(more);
        error.Message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("AWS_PROFILE", "nobody", "there is no profile 'nobody'")]
    [InlineData("AWS_ROLE_ARN", Role, "AWS_ROLE_ARN is set, and nothing to assume it with")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "/token", "AWS_ROLE_ARN is not")]
    [InlineData("AWS_ACCESS_KEY_ID", "AKIAOFTHEENVIRONMENT", "AWS_SECRET_ACCESS_KEY is not")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/", "the container's endpoint")]
    public async Task A_setting_that_cannot_work_is_named(string name, string value, string line)
    {
        _environment.Set(name, value);

        var error = await Should.ThrowAsync<TableOperationException>(Shared().GetCredentialsAsync());

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoCredentials, false));
        error.Message.ShouldContain(line);
    }

    [Theory]
    [InlineData(503, true)]
    [InlineData(500, true)]
    [InlineData(400, false)]
    public async Task What_the_token_service_refuses_is_told_from_what_it_cannot_do_now(int status, bool mayPass)
    {
        _server.Failure = (System.Net.HttpStatusCode)status;
        _environment.Set("AWS_ROLE_ARN", Role);
        _environment.Set("AWS_WEB_IDENTITY_TOKEN_FILE", Written("token", "jwt"));

        var error = await Should.ThrowAsync<TableOperationException>(Shared().GetCredentialsAsync());

        error.IsRetryable.ShouldBe(mayPass);
        error.Message.ShouldContain("web identity for " + Role);
    }

    private static SharedCredentials Shared() =>
        new(() => CredentialSearch.Find(null), TimeProvider.System, new RecordingLoggers());

    private async Task ShouldBeFoundAsync()
    {
        var keys = await Shared().GetCredentialsAsync();
        _keys.Find(keys.AccessKey).ShouldNotBeNull().Token.ShouldBe(keys.Token);
    }

    private static async Task Until(Func<Task<bool>> isSo)
    {
        for (var left = 600; !await isSo(); left--)
        {
            left.ShouldBeGreaterThan(0);
            await Task.Delay(50);
        }
    }

    private void Profile(string name, params string[] lines)
    {
        File.WriteAllText(_environment.ProfilesFile, $"[{name}]\n{string.Join('\n', lines)}\n");
        _environment.Set("AWS_PROFILE", name);
    }

    private string Written(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The AWS tools name the files so.")]
    private void Cache(string start, DateTimeOffset end)
    {
        var name = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(start)));
        var until = end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(Path.Combine(Folder, ".aws/sso/cache"));
        Written(
            $".aws/sso/cache/{name}.json",
            $$"""{"startUrl":"{{start}}","region":"eu-west-1","accessToken":"login","expiresAt":"{{until}}"}""");
    }
}
