using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>A broker whose nodes <c>rabbitmqctl</c> reaches: one, or a cluster of several on this host. Clients come through <see cref="Port"/>.</summary>
internal sealed class ControlledBroker : IAsyncDisposable
{
    private const string Cookie = "matrix";
    private const int LogMax = 5_000;

    private readonly int _epmdPort = Ports.Free();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wallet-broker-");
    private readonly Balancer _balancer;
    private readonly ServerPart[] _nodes;
    private ChildProcess _epmd = null!;

    private ControlledBroker(int count)
    {
        var conf = Path.Combine(_folder.FullName, "more.conf");
        File.WriteAllLines(conf, [
            "cluster_partition_handling = pause_minority",
            "heartbeat = 5", // Whoever says nothing for two of them has died.
            "cluster_formation.peer_discovery_backend = classic_config",
            .. Enumerable.Range(0, count).Select(node => $"cluster_formation.classic_config.nodes.{node + 1} = {NameOf(node)}"),
        ]);
        _nodes = [.. Enumerable.Range(0, count).Select(node => new ServerPart("broker", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WALLET_BROKER_CONF"] = conf,
            ["WALLET_BROKER_NODE"] = NameOf(node).Split('@')[0],
            ["WALLET_BROKER_EPMD"] = $"{_epmdPort}",
            ["WALLET_BROKER_COOKIE"] = Cookie,
        }))];
        _balancer = new Balancer([.. _nodes.Select(node => node.Port)]);
    }

    /// <summary>Leads to whichever nodes are there.</summary>
    public int Port => _balancer.Port;

    public IReadOnlyList<ServerPart> Nodes => _nodes;

    public static async Task<ControlledBroker> StartAsync(int nodes)
    {
        var broker = new ControlledBroker(nodes);
        broker._epmd = ChildProcess.Start("epmd", ["-address", "127.0.0.1", "-port", $"{broker._epmdPort}"]);
        await Eventually.GetAsync(async () => await Ports.IsOpenAsync(broker._epmdPort) ? "" : null, "epmd");
        await Task.WhenAll(broker._nodes.Select(node => node.StartAsync()));
        return broker;
    }

    /// <summary>Runs <c>rabbitmqctl</c> against a node.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> ControlAsync(int node, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _nodes[node].Folder, ["ERL_EPMD_PORT"] = $"{_epmdPort}" };
        await using var control = ChildProcess.Start("/usr/lib/rabbitmq/bin/rabbitmqctl", ["--quiet", "-n", NameOf(node), .. arguments], environment);
        var exitCode = await control.WaitForExitAsync();
        return exitCode == 0 ? control.Output : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)} ended with {exitCode}:\n{control.Output}");
    }

    /// <summary>The node that leads a quorum queue.</summary>
    public async Task<int> LeaderOfAsync(string queue)
    {
        var lines = (await ControlAsync(0, "list_queues", "name", "leader", "--no-table-headers")).Split('\n');
        var leader = lines.Select(line => line.Split('\t')).First(line => line[0] == queue)[1].Trim();
        return Enumerable.Range(0, _nodes.Length).First(node => NameOf(node) == leader);
    }

    /// <summary>Cuts the connections of a node to all others, and has them refused.</summary>
    public Task CutOffAsync(int node) => ControlAsync(
        node, "eval", $"[begin erlang:set_cookie(N, other), erlang:disconnect_node(N) end || N <- [{Others(node)}]].");

    /// <summary>Lets the node and the others meet again.</summary>
    public Task JoinAsync(int node) => ControlAsync(node, "eval", $"[erlang:set_cookie(N, {Cookie}) || N <- [{Others(node)}]].");

    /// <summary>The ends of the nodes' logs, to explain a failure.</summary>
    public async Task<string> LogAsync()
    {
        var logs = await Task.WhenAll(_nodes.Select(node => File.ReadAllTextAsync(Path.Combine(node.Folder, "log", "broker.log"))));
        return string.Concat(logs.Select((log, node) => $"\n--- {NameOf(node)}\n{(log.Length > LogMax ? log[^LogMax..] : log)}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _balancer.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _epmd.Kill(); // It knows no other way while it has nodes.
        await _epmd.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string NameOf(int node) => $"matrix{node + 1}@localhost";

    private string Others(int node) => string.Join(", ", Enumerable.Range(0, _nodes.Length).Where(other => other != node).Select(other => $"'{NameOf(other)}'"));
}
