using System.Globalization;
using System.Net;
using Front;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Security;

/// <summary>The worker, as a process, with credentials as AWS hands them out, and with some that cannot work.</summary>
[Collection(nameof(ProgramTests))]
public sealed class CredentialTests(LocalServers servers) : IAsyncLifetime
{
    private const string Role = "arn:aws:iam::111122223333:role/wallet-worker";

    private static readonly string[] Keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wallet-credentials-");
    private readonly KeyRing _keys = new();
    private CredentialServer _aws = null!;

    public async ValueTask InitializeAsync() => _aws = await CredentialServer.StartAsync(_keys);

    public async ValueTask DisposeAsync()
    {
        await _aws.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("AWS_PROFILE", "nobody", "there is no profile 'nobody'. Fix AWS_PROFILE")]
    [InlineData("AWS_ROLE_ARN", Role, "AWS_ROLE_ARN is set, and nothing to assume it with.")]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB", "localhost:8000", "has no scheme. Write http://localhost:8000")]
    [InlineData("AWS_ACCOUNT_ID_ENDPOINT_MODE", "required", "Set it to preferred or disabled.")]
    [InlineData("AWS_ACCOUNT_ID_ENDPOINT_MODE", "sometimes", "takes preferred or disabled.")]
    public async Task A_setting_that_cannot_work_stops_the_worker_with_one_line(
        string name,
        string value,
        string line)
    {
        await ShouldStopAsync(line, [(name, value)]);
    }

    [Theory]
    [InlineData(
        "credential_process = sh -c 'echo not now >&2; exit 7'",
        "non-zero exit value 7 with the error - not now"
    )]
    [InlineData("credential_process = echo nonsense", "it has to print JSON")]
    [InlineData("role_arn = " + Role, "nothing to assume it with. Add source_profile")]
    [InlineData("role_arn = " + Role + "\nweb_identity_token_file = /nonexistent/token", "/nonexistent/token")]
    [InlineData(
        "sso_start_url = https://a.awsapps.com/start\nsso_region = us-west-2\nsso_account_id = "
            + "111122223333\nsso_role_name = r",
        "aws sso login --profile staging"
    )]
    public async Task A_profile_that_cannot_work_stops_the_worker_with_one_line(string lines, string line)
    {
        await ShouldStopAsync(line, Profile(lines));
    }

    [Theory]
    [InlineData("web identity", "AssumeRoleWithWebIdentity")]
    [InlineData("role and source profile", "AssumeRole")]
    [InlineData("role and machine", "AssumeRole")]
    [InlineData("role and environment", "AssumeRole")]
    [InlineData("login", "Sso")]
    [InlineData("machine", "Metadata")]
    [InlineData("container", "Container")]
    public async Task The_worker_works_with(string source, string kind)
    {
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, servers.Engine, Environment(source));
        await worker.WaitUntilReadyAsync();
        await using var client = await BusClient.ConnectAsync(servers);

        var user = Guid.NewGuid();
        await client.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = user, Balance = 7 });

        _aws.Calls[kind].ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task A_source_that_fails_at_the_start_and_for_a_while_is_waited_for()
    {
        _aws.Failure = HttpStatusCode.ServiceUnavailable;
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            servers.Engine,
            Environment("web identity"));
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("AWS credentials cannot be renewed", StringComparison.Ordinal),
            "the worker to say that it has no credentials");
        worker.HasExited.ShouldBeFalse();

        _aws.Failure = null;

        await worker.WaitUntilReadyAsync();
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("AWS credentials are renewed again", StringComparison.Ordinal),
            "the worker to say that it has them");
    }

    private async Task ShouldStopAsync(string line, (string, string)[] environment)
    {
        // Where the settings name no endpoint, the environment's is taken.
        await using var worker = WorkerProcess.Launch(
            Ports.Free(),
            servers.Engine,
            [.. environment, .. Blank(environment), ("DynamoDb__ServiceUrl", "")]);

        (await worker.WaitForExitAsync()).ShouldBe(1, worker.Output);

        worker.Output.Split('\n').ShouldHaveSingleItem().ShouldContain(line);
    }

    private (string, string)[] Environment(string source) =>
        source switch
        {
            "web identity" => [("AWS_ROLE_ARN", Role), ("AWS_WEB_IDENTITY_TOKEN_FILE", Written("token", "jwt")), Sts],
            "role and source profile" =>
            [
                .. Profile(
                    $"role_arn = {Role}\nsource_profile = base\n[profile base]\naws_access_key_id = "
                        + "AKIAOFTHEBASEPROFILE\naws_secret_access_key = s"),
                Sts,
            ],
            "role and machine" =>
            [
                .. Profile($"role_arn = {Role}\ncredential_source = Ec2InstanceMetadata"),
                Sts,
                Metadata,
            ],
            "role and environment" =>
            [
                .. Profile($"role_arn = {Role}\ncredential_source = Environment"),
                Sts,
                ("AWS_SECRET_ACCESS_KEY", "s"),
                ("AWS_ACCESS_KEY_ID", "AKIAOFTHEENVIRONMENT"),
            ],
            "login" => Login(),
            "machine" => [Metadata, ("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")],
            _ =>
            [
                ("AWS_CONTAINER_CREDENTIALS_FULL_URI", new Uri(_aws.Endpoint, "/container").ToString()),
                ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", Written("pod", "pod-token")),
            ],
        };

    private (string, string) Sts => ("AWS_ENDPOINT_URL_STS", _aws.Endpoint.ToString());

    private (string, string) Metadata => ("AWS_EC2_METADATA_SERVICE_ENDPOINT", _aws.Endpoint.ToString().TrimEnd('/'));

    private (string, string)[] Login()
    {
        _aws.Token = "login";
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".aws/sso/cache"));
        var end = TimeProvider.System.GetUtcNow().AddHours(1).ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture);
        // SHA-1 of "work", the session's name.
        Written(
            ".aws/sso/cache/e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json",
            $$"""
            {"startUrl":"https://a.awsapps.com/start","region":"us-west-2","accessToken":"login",
            "expiresAt":"{{end}}"}
            """);
        return
        [
            .. Profile(
                "sso_session = work\nsso_account_id = 111122223333\nsso_role_name = r\n[sso-session "
                    + "work]\nsso_start_url = https://a.awsapps.com/start\nsso_region = us-west-2"),
            ("HOME", _folder.FullName),
            ("AWS_ENDPOINT_URL_SSO", _aws.Endpoint.ToString()),
        ];
    }

    private (string, string)[] Profile(string lines) =>
        [
            ("AWS_PROFILE", "staging"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            ("AWS_CONFIG_FILE", Written("config", $"[profile staging]\n{lines}\n")),
        ];

    private static IEnumerable<(string, string)> Blank((string Key, string)[] set) =>
        Keys.Where(name => !Array.Exists(set, one => one.Key == name)).Select(name => (name, ""));

    private string Written(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
