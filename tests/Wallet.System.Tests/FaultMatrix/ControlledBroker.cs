using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>
/// A broker whose nodes <c>rabbitmqctl</c> reaches: one, or a cluster of several on this host. Clients come through
/// <see cref="Port"/>.
/// </summary>
internal sealed class ControlledBroker : IAsyncDisposable
{
    private const string Cookie = "matrix";
    private const int LogMax = 5_000;

    private readonly int _epmdPort = Ports.Free();
    private readonly Balancer _balancer;
    private readonly BrokerPart[] _nodes;
    private ChildProcess _epmd = null!;

    private ControlledBroker(int count, IEnumerable<(string Key, string Value)> environment)
    {
        string[] configuration =
        [
            "cluster_partition_handling = pause_minority",
            "heartbeat = 5", // A peer that is silent for two of them counts as dead.
            "cluster_formation.peer_discovery_backend = classic_config",
            .. Enumerable
                .Range(0, count)
                .Select(node => $"cluster_formation.classic_config.nodes.{node + 1} = {NameOf(node)}"),
        ];
        _nodes = [.. Enumerable.Range(0, count).Select(node => NodeOf(node, configuration, environment))];
        _balancer = new Balancer([.. _nodes.Select(node => node.Port)]);
    }

    /// <summary>Leads to whichever nodes are there.</summary>
    public int Port => _balancer.Port;

    public IReadOnlyList<BrokerPart> Nodes => _nodes;

    /// <param name="nodes">How many nodes.</param>
    /// <param name="environment">What <c>eng/broker</c> is told besides.</param>
    public static async Task<ControlledBroker> StartAsync(
        int nodes,
        params IEnumerable<(string Key, string Value)> environment
    )
    {
        var broker = new ControlledBroker(nodes, environment);
        broker._epmd = ChildProcess.Start("epmd", ["-address", "127.0.0.1", "-port", $"{broker._epmdPort}"]);
        await Eventually.GetAsync(async () => await Ports.IsOpenAsync(broker._epmdPort) ? "" : null, "epmd");
        await Task.WhenAll(broker._nodes.Select(node => node.StartAsync()));
        return broker;
    }

    /// <summary>Runs <c>rabbitmqctl</c> against a node.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> ControlAsync(int node, params string[] arguments)
    {
        var program = Path.Combine(Repository.Root, "eng/rabbitmqctl");
        await using var control = ChildProcess.Start(
            program,
            ["--quiet", "-n", NameOf(node), .. arguments],
            ControlEnvironment(node)
        );
        var exitCode = await control.WaitForExitAsync();
        return exitCode == 0
            ? control.Output
            : throw new InvalidOperationException(
                $"rabbitmqctl {string.Join(' ', arguments)} ended with {exitCode}:\n{control.Output}"
            );
    }

    /// <summary>Runs a script of bash in which <c>rabbitmqctl</c> is a node's.</summary>
    public async Task RunAsync(int node, string script)
    {
        var function =
            $"rabbitmqctl() {{ '{Path.Combine(Repository.Root, "eng/rabbitmqctl")}' --quiet "
            + $"-n {NameOf(node)} \"$@\"; }}";
        await using var bash = ChildProcess.Start("bash", ["-euc", $"{function}\n{script}"], ControlEnvironment(node));
        (await bash.WaitForExitAsync(TimeSpan.FromMinutes(5))).ShouldBe(0, bash.Output);
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
    public Task JoinAsync(int node) =>
        ControlAsync(node, "eval", $"[erlang:set_cookie(N, {Cookie}) || N <- [{Others(node)}]].");

    /// <summary>The ends of the nodes' logs, to explain a failure.</summary>
    public async Task<string> LogAsync()
    {
        var logs = await Task.WhenAll(
            _nodes.Select(node => File.ReadAllTextAsync(Path.Combine(node.Folder, "log", "broker.log")))
        );
        return string.Concat(
            logs.Select((log, node) => $"\n--- {NameOf(node)}\n{(log.Length > LogMax ? log[^LogMax..] : log)}")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _balancer.DisposeAsync();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _epmd.Kill(); // It knows no other way while it has nodes.
        await _epmd.DisposeAsync();
    }

    private Dictionary<string, string> ControlEnvironment(int node) =>
        new(_nodes[node].Environment, StringComparer.Ordinal)
        {
            ["HOME"] = _nodes[node].Folder,
            ["ERL_EPMD_PORT"] = $"{_epmdPort}",
        };

    private BrokerPart NodeOf(
        int node,
        IEnumerable<string> configuration,
        IEnumerable<(string Key, string Value)> environment
    )
    {
        var part = new BrokerPart(configuration);
        foreach (var (key, value) in environment)
            part.Environment[key] = value;
        part.Environment["WALLET_BROKER_NODE"] = NameOf(node).Split('@')[0];
        part.Environment["WALLET_BROKER_EPMD"] = $"{_epmdPort}";
        part.Environment["WALLET_BROKER_COOKIE"] = Cookie;
        return part;
    }

    private static string NameOf(int node) => $"matrix{node + 1}@localhost";

    private string Others(int node) =>
        string.Join(
            ", ",
            Enumerable.Range(0, _nodes.Length).Where(other => other != node).Select(other => $"'{NameOf(other)}'")
        );
}
