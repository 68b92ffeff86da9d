using System.Text.Json;
using MassTransit;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Histories;

/// <summary>
/// Many clients, few wallets, repeats at once and late, and two workers that are killed in turn while they are at work.
/// </summary>
/// <param name="settings">How much of what.</param>
/// <param name="servers">The broker.</param>
/// <param name="engine">Where the history is read.</param>
/// <param name="reached">Where workers find the engine: the engine itself, or a front before it.</param>
/// <param name="environment">What workers are told besides.</param>
internal sealed class Storm(
    StormSettings settings,
    LocalServers servers,
    Uri engine,
    Uri reached,
    params (string Key, string Value)[] environment)
{
    private readonly StormPlan _plan = new(settings);
    private readonly HistoryLog _log = new();
    // its own, so that a seed can be had again on the same engine
    private readonly string _tables = $"storm{Guid.NewGuid():N}_";
    private int _asked;
    private int _atOnce;
    private int _late;
    private int _kills;

    public async Task<StormResult> RunAsync()
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        await using var tap = await ExchangeTap.OpenAsync(servers, ExchangeTap.Events);
        WorkerProcess[] workers = [Launch(), Launch()];
        try
        {
            await Task.WhenAll(workers.Select(worker => worker.WaitUntilReadyAsync()));
            foreach (var first in _plan.First)
                await AskAsync(bus, first);

            var clients = Task.WhenAll(Enumerable.Range(0, settings.Clients).Select(client => RunAsync(bus, client)));
            await KillAsync(workers, clients);
            await clients;
            return await ResultAsync(await tap.AllAsync());
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    /// <summary>
    /// Kills one worker after the other, each when it is ready, until the clients have asked for everything.
    /// </summary>
    private async Task KillAsync(WorkerProcess[] workers, Task clients)
    {
        while (true)
        {
            var (victim, target) = (_kills % workers.Length, Volatile.Read(ref _asked) + settings.OperationsPerKill);
            await Eventually.IsTrueAsync(
                () => clients.IsCompleted || Volatile.Read(ref _asked) >= target,
                "the next kill"
            );
            await Eventually.IsTrueAsync(
                () => clients.IsCompleted || workers[victim].IsReady,
                "the worker to be ready that is to be killed"
            );
            if (clients.IsCompleted)
                return;

            workers[victim].Kill();
            await workers[victim].DisposeAsync();
            workers[victim] = Launch();
            _kills++;
        }
    }

    private WorkerProcess Launch() => WorkerProcess.Launch(
        servers.BrokerPort, reached, [("DynamoDb__TablePrefix", _tables), .. environment]);

    private async Task RunAsync(BusClient bus, int client)
    {
        foreach (var (message, repetition) in _plan.Of(client))
        {
            Interlocked.Increment(ref repetition == Repetition.Late ? ref _late : ref _asked);
            if (repetition == Repetition.AtOnce)
                Interlocked.Increment(ref _atOnce);
            await Task.WhenAll(
                AskAsync(bus, message),
                repetition == Repetition.AtOnce ? AskAsync(bus, message) : Task.CompletedTask
            );
        }
    }

    private Task AskAsync(BusClient bus, object message) =>
        message switch
        {
            SetBalance set => AskAsync<SetBalance, BalanceUpdated>(
                bus,
                set,
                set.OperationId,
                updated => [SeenIn(updated)]
            ),
            AdjustBalance adjust => AskAsync<AdjustBalance, BalanceUpdated>(
                bus,
                adjust,
                adjust.OperationId,
                updated => [SeenIn(updated)]
            ),
            TransferBalance transfer => AskAsync<TransferBalance, BalanceTransferred>(
                bus,
                transfer,
                transfer.OperationId,
                moved => [SeenIn(moved.From), SeenIn(moved.To)]
            ),
            GetBalance get => AskAsync<GetBalance, BalanceResult>(
                bus,
                get,
                null,
                result => [new Seen(result.UserId, result.Version, result.Balance ?? 0, null, result.UpdatedAt)]
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message, "Nobody sends that."),
        };

    private async Task AskAsync<TRequest, TAnswer>(
        BusClient bus,
        TRequest message,
        Guid? operationId,
        Func<TAnswer, Seen[]> seen
    )
        where TRequest : class
        where TAnswer : class
    {
        var begin = _log.Now();
        var (outcome, answered) = (Outcome.Unknown, Array.Empty<Seen>());
        try
        {
            var answer = await bus.AskAsync<TRequest, TAnswer, OperationRefused>(message);
            (outcome, answered) = answer is TAnswer applied ? (Outcome.Ok, seen(applied)) : (Outcome.Refused, []);
        }
        catch (Exception error) when (error is RequestTimeoutException or RequestFaultException)
        {
            // The outcome is unknown, and says so.
        }

        _log.Add(
            new Entry(operationId, outcome, begin, _log.Now(), answered)
            {
                Wallets = message is TransferBalance ? 2 : 1,
            }
        );
    }

    private async Task<StormResult> ResultAsync(IReadOnlyList<(Guid MessageId, JsonElement Message)> events)
    {
        var (changes, wallets) = await RecordedHistory.ReadAsync(engine, _tables, _plan.Wallets);
        var published = events
            .Select(one => new Published(
                one.MessageId,
                RecordedHistory.ChangeIn(one.Message.Deserialize<BalanceUpdated>(JsonSerializerOptions.Web)!)
            ))
            .ToList();
        return new StormResult(
            settings,
            new History(_log.Entries, changes) { Events = published, Wallets = wallets },
            _asked,
            _atOnce,
            _late,
            _kills
        );
    }

    private static Seen SeenIn(BalanceUpdated updated) =>
        new(updated.UserId, updated.Version, updated.Balance, updated.PreviousBalance, updated.UpdatedAt);
}

/// <summary>What a storm was, and what is to be said against it.</summary>
internal sealed record StormResult(
    StormSettings Settings,
    History History,
    int Operations,
    int Duplicates,
    int LateRepeats,
    int Kills
)
{
    public IReadOnlyList<Objection> Objections { get; } = HistoryChecker.Check(History);

    public int Unknown => History.Entries.Count(entry => entry.Outcome == Outcome.Unknown);

    /// <summary>
    /// Writes that were acknowledged and are not there, and those that another one with the same version has
    /// overwritten.
    /// </summary>
    public int Lost => Count(ObjectionKind.Lost) + Count(ObjectionKind.Fork);

    public int Doubled => Count(ObjectionKind.Doubled);

    public override string ToString() =>
        $"seed {Settings.Seed}, operations {Operations}, duplicates injected {Duplicates}, late repeats "
            + $"{LateRepeats}, kills {Kills}, "
        + $"changes {History.Changes.Count}, events {History.Events!.Count}, unknown {Unknown}, lost {Lost}, doubled "
        + $"{Doubled}, objections {Objections.Count}";

    private int Count(ObjectionKind kind) => Objections.Count(objection => objection.Kind == kind);
}
