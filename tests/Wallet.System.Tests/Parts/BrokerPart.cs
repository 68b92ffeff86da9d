using RabbitMQ.Client;

namespace SystemTests.Parts;

/// <summary>A separate broker that only accepts the documented users.</summary>
internal sealed class BrokerPart : ServerPart
{
    /// <param name="configuration">More lines for its configuration.</param>
    public BrokerPart(params IEnumerable<string> configuration)
        : base("broker")
    {
        var users = Path.Combine(Folder, "users.json");
        File.WriteAllText(users, DocumentedUsers.Definitions());
        Environment["WALLET_BROKER_CONF"] = Path.Combine(Folder, "more.conf");
        File.WriteAllLines(Environment["WALLET_BROKER_CONF"], [$"load_definitions = {users}", .. configuration]);
    }

    /// <summary>Where its management plugin listens; null where it has none.</summary>
    public int? ManagementPort { get; init; }

    /// <summary>Where it speaks TLS; null where it does not.</summary>
    public int? TlsPort { get; init; }

    /// <summary>A broker opens its ports one after the other.</summary>
    protected override IEnumerable<int> Listens =>
        base.Listens.Concat(new[] { ManagementPort, TlsPort }.OfType<int>());

    protected override IEnumerable<string> Arguments =>
        ManagementPort is { } port ? [.. base.Arguments, $"{port}"] : base.Arguments;

    /// <summary>A connection of RabbitMQ's own client, as a system in another language would have it.</summary>
    public Task<IConnection> ConnectAsync(string user = DocumentedUsers.Tester) =>
        FactoryFor(Port, user).CreateConnectionAsync();

    /// <summary>Enters a broker of these.</summary>
    public static ConnectionFactory FactoryFor(int port, string user) => new()
    {
        HostName = "127.0.0.1", Port = port, UserName = user, Password = DocumentedUsers.Password,
    };
}
