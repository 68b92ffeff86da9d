using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>A real broker that wants TLS and certificates on one port, whose users are allowed what docs/permissions.md gives them and no more; and an engine.</summary>
public sealed partial class SecuredServers : IAsyncLifetime
{
    /// <summary>What the broker's certificate is for; 127.0.0.1 is the same place, and another name.</summary>
    internal const string Host = "localhost";

    internal const string Password = "only-for-tests";

    private readonly ServerPart _engine = new("engine");
    private readonly ServerPart _broker;

    public SecuredServers()
    {
        var (certificate, key) = Authority.ForServer(Host);
        (ClientCertificateFile, ClientKeyFile) = Authority.ForClient("wallet");
        var configuration = Authority.Write("broker.conf", $"""
            listeners.ssl.1 = 127.0.0.1:{TlsPort}
            ssl_options.cacertfile = {Authority.CaFile}
            ssl_options.certfile = {certificate}
            ssl_options.keyfile = {key}
            ssl_options.verify = verify_peer
            ssl_options.fail_if_no_peer_cert = true
            load_definitions = {Authority.Write("definitions.json", Definitions())}

            """);
        _broker = new ServerPart("broker", new Dictionary<string, string>(StringComparer.Ordinal) { ["WALLET_BROKER_CONF"] = configuration });
    }

    /// <summary>What the page gives to each user.</summary>
    internal static IReadOnlyList<(string User, string Configure, string Write, string Read)> Permissions { get; } =
        [.. GrantPattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/permissions.md")))
            .Select(grant => (grant.Groups["user"].Value, grant.Groups["configure"].Value, grant.Groups["write"].Value, grant.Groups["read"].Value))];

    internal PrivateAuthority Authority { get; } = new("Wallet Tests");

    /// <summary>Without TLS.</summary>
    internal int PlainPort => _broker.Port;

    internal int TlsPort { get; } = Ports.Free();

    internal string ClientCertificateFile { get; }

    internal string ClientKeyFile { get; }

    internal Uri Engine => new($"http://127.0.0.1:{_engine.Port}");

    public Task InitializeAsync() => Task.WhenAll(_broker.StartAsync(), _engine.StartAsync());

    public async Task DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _engine.DisposeAsync();
        Authority.Dispose();
    }

    /// <summary>How a program enters by TLS; what is given besides counts instead.</summary>
    internal (string Key, string Value)[] ByTls(string user, params (string Key, string Value)[] more) =>
    [
        ("RabbitMq__Host", Host),
        ("RabbitMq__Port", $"{TlsPort}"),
        ("RabbitMq__Tls", "true"),
        ("RabbitMq__CaFile", Authority.CaFile),
        ("RabbitMq__ClientCertificateFile", ClientCertificateFile),
        ("RabbitMq__ClientKeyFile", ClientKeyFile),
        ("RabbitMq__Username", user),
        ("RabbitMq__PasswordFile", PasswordFile),
        .. more,
    ];

    internal string PasswordFile => Authority.Write("password", Password + "\n");

    private static string Definitions()
    {
        var users = Permissions.Select(one => one.User).Append("guest").ToList();
        return JsonSerializer.Serialize(new
        {
            vhosts = new[] { new { name = "/" } },
            users = users.Select(user => new { name = user, password_hash = Hash(user == "guest" ? "guest" : Password), hashing_algorithm = "rabbit_password_hashing_sha256", tags = "" }),
            permissions = Permissions.Append(("guest", ".*", ".*", ".*")).Select(one => new { user = one.Item1, vhost = "/", configure = one.Item2, write = one.Item3, read = one.Item4 }),
        });
    }

    /// <summary>As RabbitMQ stores it: four bytes of salt, then the hash of salt and password.</summary>
    internal static string Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(password)])]);
    }

    [GeneratedRegex(@"^rabbitmqctl set_permissions (?<user>\S+) '(?<configure>[^']*)' '(?<write>[^']*)' '(?<read>[^']*)'\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GrantPattern();
}

[CollectionDefinition(nameof(SecurityTests))]
public sealed class SecurityTests : ICollectionFixture<SecuredServers>;
