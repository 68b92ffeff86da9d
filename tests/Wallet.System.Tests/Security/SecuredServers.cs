using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>
/// A real broker that wants TLS and certificates on one port, whose users are allowed what docs/permissions.md gives
/// them and no more; and an engine.
/// </summary>
public sealed class SecuredServers : IAsyncLifetime
{
    /// <summary>What the broker's certificate is for; 127.0.0.1 is the same place, and another name.</summary>
    internal const string Host = "localhost";

    private readonly EnginePart _engine = new();
    private readonly BrokerPart _broker;

    public SecuredServers()
    {
        var (certificate, key) = Authority.ForServer(Host);
        (ClientCertificateFile, ClientKeyFile) = Authority.ForClient("wallet");
        _broker = new BrokerPart(
            $"listeners.ssl.1 = 127.0.0.1:{TlsPort}",
            $"ssl_options.cacertfile = {Authority.CaFile}",
            $"ssl_options.certfile = {certificate}",
            $"ssl_options.keyfile = {key}",
            "ssl_options.verify = verify_peer",
            "ssl_options.fail_if_no_peer_cert = true")
        {
            ManagementPort = Ports.Free(),
            TlsPort = TlsPort,
        };
    }

    internal PrivateAuthority Authority { get; } = new("Wallet Tests");

    /// <summary>Without TLS.</summary>
    internal int PlainPort => _broker.Port;

    /// <summary>The management plugin's, without TLS.</summary>
    internal Uri Management => new($"http://127.0.0.1:{_broker.ManagementPort}");

    internal int TlsPort { get; } = Ports.Free();

    internal string ClientCertificateFile { get; }

    internal string ClientKeyFile { get; }

    internal Uri Engine => new($"http://127.0.0.1:{_engine.Port}");

    public async ValueTask InitializeAsync() => await Task.WhenAll(_broker.StartAsync(), _engine.StartAsync());

    public async ValueTask DisposeAsync()
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

    internal string PasswordFile => Authority.Write("password", DocumentedUsers.Password + "\n");

    internal Task<IConnection> ConnectAsync(string user) => _broker.ConnectAsync(user);
}

[CollectionDefinition(nameof(SecurityTests))]
public sealed class SecurityTests : ICollectionFixture<SecuredServers>;
