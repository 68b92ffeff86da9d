using System.Globalization;
using RabbitMQ.Client;
using SystemTests.Histories;
using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>One fault under load, and the verdict on it.</summary>
internal sealed class FaultRun(FaultStack stack, Fault fault, int seed)
{
    private static readonly TimeSpan LoadBefore = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LoadAfter = TimeSpan.FromSeconds(2);
    private static readonly string[] Inputs =
    [
        "wallet-set-balance",
        "wallet-adjust-balance",
        "wallet-transfer-balance",
        "wallet-get-balance",
        "wallet-get-history",
        "wallet-get-operation",
        "wallet-get-diagnosis",
    ];

    public async Task<FaultVerdict> RunAsync()
    {
        var own = unchecked((seed * 100) + fault.Number); // The wallets of one fault are not those of another.
        var mischief = new Mischief(own);
        await using var clients = new MatrixClients(stack.Broker.Port, own, mischief);
        await clients.StartAsync();
        await Task.Delay(LoadBefore);
        var before = stack.ResidentBytes();

        var moment = new FaultMoment(stack, clients, mischief, new Random(own));
        var injected = await fault.Strike(moment);

        await moment.RecoverAsync();
        await Task.Delay(LoadAfter);
        await clients.StopAsync();
        await using var connection = await BrokerPart
            .FactoryFor(stack.Broker.Port, DocumentedUsers.Tester)
            .CreateConnectionAsync();
        await SettleAsync(connection, clients);
        var parked = await ParkedAsync(connection);
        await AllListenAsync(connection);
        await clients.DeleteQueuesAsync();

        clients.Finish();
        var (changes, wallets) = await RecordedHistory.ReadAsync(stack.EngineEndpoint, stack.Tables, clients.Wallets);
        return new FaultVerdict(fault, clients, injected, moment.Recovery, (double)stack.ResidentBytes() / before)
        {
            Objections = HistoryChecker.Check(
                new History(clients.Log.Entries, changes) { Events = clients.Events, Wallets = wallets }
            ),
            Parked = parked,
        };
    }

    /// <summary>
    /// Until nothing waits any more: neither in an input queue, nor for its next attempt, nor for its event to be told.
    /// </summary>
    private async Task SettleAsync(IConnection connection, MatrixClients clients)
    {
        await using var channel = await connection.CreateChannelAsync();
        string[] queues =
        [
            .. Inputs,
            .. FaultStack.RedeliveryDelays.Distinct().Select(seconds => $"wallet-delay-{seconds}s"),
        ];
        var waiting = new List<string>();
        try
        {
            await Eventually.IsTrueAsync(AllDoneAsync, "everything to be done");
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException(
                $"{error.Message}: {string.Join(", ", waiting)}{stack.Logs()}{await stack.Broker.LogAsync()}",
                error
            );
        }

        async Task<bool> AllDoneAsync()
        {
            waiting.Clear();
            foreach (var queue in queues)
            {
                if (await channel.MessageCountAsync(queue) is > 0 and var count)
                    waiting.Add($"{queue} has {count}");
            }

            var (changes, _) = await RecordedHistory.ReadAsync(stack.EngineEndpoint, stack.Tables, clients.Wallets);
            var published = clients.Events.Select(one => (one.Change.OperationId, one.Change.Wallet)).ToHashSet();
            waiting.AddRange(
                changes
                    .Where(change => !published.Contains((change.OperationId, change.Wallet)))
                    .Select(change => $"no event of {change}")
            );
            return waiting.Count == 0;
        }
    }

    /// <summary>Takes out whatever is parked: message ids, and how often.</summary>
    private static async Task<Dictionary<Guid, string>> ParkedAsync(IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync();
        var parked = new Dictionary<Guid, string>();
        foreach (
            var queue in Inputs.SelectMany(input => new[] { input + "_error", input + "_skipped", input + "_dead" })
        )
        {
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
                parked[Guid.Parse(message.BasicProperties.MessageId!)] = queue;
        }

        return parked;
    }

    /// <summary>No worker has stopped consuming, and no consumer is left without a worker.</summary>
    private async Task AllListenAsync(IConnection connection)
    {
        await using var channel = await connection.CreateChannelAsync();
        var counts = Inputs.ToDictionary(queue => queue, _ => 0u, StringComparer.Ordinal);
        try
        {
            foreach (var queue in Inputs)
                await Eventually.GetAsync(
                    async () =>
                        (counts[queue] = await channel.ConsumerCountAsync(queue)) == stack.Workers.Count ? "" : null,
                    $"every worker to listen to {queue}"
                );
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException(
                $"{error.Message}. {string.Join(", ", counts)}\n"
                    + await stack.Broker.ControlAsync(0, "list_consumers", "queue_name", "channel_pid", "active")
                    + stack.Logs()
                    + await stack.Broker.LogAsync(),
                error
            );
        }
    }
}

/// <summary>What became of a fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Clients">Who asked meanwhile.</param>
/// <param name="Injected">How often it was done.</param>
/// <param name="Recovery">From its end until every client was answered again and every worker ready.</param>
/// <param name="Memory">What the workers held afterwards, to what they held before.</param>
internal sealed record FaultVerdict(Fault Fault, MatrixClients Clients, int Injected, TimeSpan Recovery, double Memory)
{
    /// <summary>What the checker says against the history.</summary>
    public required IReadOnlyList<Objection> Objections { get; init; }

    /// <summary>The ids of messages that wait for a person, with the queue they are in.</summary>
    public required IReadOnlyDictionary<Guid, string> Parked { get; init; }

    public int Lost => Objections.Count(objection => objection.Kind is ObjectionKind.Lost or ObjectionKind.Fork);

    public int Doubled => Objections.Count(objection => objection.Kind == ObjectionKind.Doubled);

    /// <summary>
    /// Messages that the broker has confirmed and that have neither been carried out, nor refused, nor parked.
    /// </summary>
    public IReadOnlyList<Attempt> Vanished =>
        [
            .. Clients.Attempts.Where(attempt =>
                attempt is { IsConfirmed: true, IsDone: false } && !Parked.ContainsKey(attempt.Id)
            ),
        ];

    /// <summary>Messages that were answered and are parked all the same.</summary>
    public IReadOnlyList<Attempt> InTwoPlaces =>
        [.. Clients.Attempts.Where(attempt => attempt.IsDone && Parked.ContainsKey(attempt.Id))];

    /// <summary>Messages that could have been carried out, and are parked.</summary>
    public IReadOnlyList<Attempt> ParkedWithoutNeed =>
        [.. Clients.Attempts.Where(attempt => !attempt.IsBad && Parked.ContainsKey(attempt.Id))];

    /// <summary>A line of the table.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {Fault.Number} | {Fault.Name} | {Clients.Operations} | {Injected} | {Recovery.TotalSeconds:0.0} s | "
                + $"{Count(Outcome.Ok)} | {Count(Outcome.Refused)} | {Parked.Count} | {Vanished.Count} | {Lost} | "
                + $"{Doubled} | {Objections.Count} | {Memory:0.00} |"
        );

    private int Count(Outcome outcome) =>
        Clients.Attempts.Count(attempt => attempt.IsAnswered && attempt.Outcome == outcome);
}
