using System.Text.Json;
using System.Text.Json.Nodes;

namespace Front;

/// <summary>
/// Answers calls whose senders may make them: with the engine's answer, at the time and under the limits of AWS.
/// </summary>
internal sealed class Service(AwsFrontOptions options, EngineClient engine, FrontCounts counts)
{
    private readonly TableShapes _tables = new(engine);
    private readonly Buckets _buckets = new(options.Capacity);
    private readonly ItemHolds _holds = new();
    private readonly RequestTokens _tokens = new(options.Clock);
    private readonly Cancellation _cancellation = new(engine, options.MixedReasons);
    private readonly Random _random = new(options.Seed);
    private readonly Lock _randomLock = new();

    /// <exception cref="AwsErrorException">It is refused.</exception>
    public async Task<Reply> AnswerAsync(Call call)
    {
        var tables = await _tables.OfAsync(call);
        if (call.Parts.Any(part => part.Kind == PartKind.Manage || !tables.ContainsKey(part.Table!)))
        {
            var managed = await AskAsync(call);
            _tables.Forget(call);
            return managed;
        }

        var factor = options.Capacity?.IndexFactor ?? 1;
        var work = new Work(
            call,
            tables,
            [.. call.Parts.Select(part => Demand.Of(call, part, tables[part.Table!], factor))],
            Delay(call)
        );
        foreach (var demand in work.Demands.SelectMany(demands => demands).Where(demand => demand.IsWrite))
            counts.AddWrite(demand);
        var reply = call.Operation switch
        {
            "TransactWriteItems" => await TransactAsync(work),
            "TransactGetItems" => await TransactGetAsync(work),
            "BatchGetItem" or "BatchWriteItem" => await BatchAsync(work),
            _ => await SingleAsync(work),
        };
        CountReads(work, reply);
        return reply;
    }

    private async Task<Reply> SingleAsync(Work work)
    {
        if (Throttle(work).Count > 0)
            throw await AfterAsync(work.Delay, Throttled.Error(work.TableOf(0)));
        if (!work.Call.IsWrite)
            return await ReadAsync(work, work.Call.Body);

        return await WriteAsync(work, work.Call.Body, refusesIfBusy: true);
    }

    private async Task<Reply> BatchAsync(Work work)
    {
        var throttled = Throttle(work);
        if (throttled.Count == work.Call.Parts.Count)
            throw await AfterAsync(work.Delay, Throttled.Error(work.TableOf(0)));
        var split = new BatchSplit(work.Call, throttled);
        var body = throttled.Count == 0 ? work.Call.Body : split.Body;
        return split.Complete(
            work.Call.IsRead ? await ReadAsync(work, body) : await WriteAsync(work, body, refusesIfBusy: false)
        );
    }

    private async Task<Reply> TransactGetAsync(Work work)
    {
        await RefuseThrottledAsync(work);
        await WaitAsync(work.Delay / 2);
        var busy = options.Conflicts is null ? [] : _holds.Written(work.Items);
        var reply = busy.Count == 0 ? await AskAsync(work.Call) : null;
        await WaitAsync(work.Delay / 2);
        return reply ?? throw await CancelledAsync(work, busy, _ => Cancellation.Conflict);
    }

    private async Task<Reply> TransactAsync(Work work)
    {
        using var token = _tokens.Begin(work.Call);
        await RefuseThrottledAsync(work);
        var (before, held) = (options.Conflicts ?? Hold.Whole).Split(work.Delay);
        await WaitAsync(before);
        HashSet<int> busy = [];
        using var hold = options.Conflicts is null ? null : _holds.TryTransaction(work.Items, out busy);
        if (busy.Count > 0)
            throw await AfterAsync(held, await CancelledAsync(work, busy, _ => Cancellation.Conflict));

        var reply = await AskAsync(work.Call, held);
        token.IsDone = reply.IsSuccess;
        return reply;
    }

    /// <summary>
    /// Reads in the middle of the delay, as a network that is as slow on the way there as on the way back.
    /// </summary>
    private async Task<Reply> ReadAsync(Work work, byte[] body)
    {
        await WaitAsync(work.Delay / 2);
        var reply = await engine.AskAsync(work.Call.Operation, work.Call.Region, work.Call.Date, body);
        await WaitAsync(work.Delay / 2);
        return reply;
    }

    private async Task<Reply> WriteAsync(Work work, byte[] body, bool refusesIfBusy)
    {
        var (before, held) = (options.Conflicts ?? Hold.Whole).Split(work.Delay);
        await WaitAsync(before);
        using var hold = _holds.TryPlain(work.Items, evenIfBusy: options.Conflicts is null || !refusesIfBusy);
        return hold is not null
            ? await AskAsync(work.Call with { Body = body }, held)
            : throw await AfterAsync(
                held,
                AwsErrorException.OfDynamoDb("TransactionConflictException", "Transaction is ongoing for the item")
            );
    }

    private async Task RefuseThrottledAsync(Work work)
    {
        var throttled = Throttle(work);
        if (throttled.Count > 0)
            throw await AfterAsync(
                work.Delay,
                await CancelledAsync(work, throttled, part => Throttled.Reason(work.TableOf(part)))
            );
    }

    private Task<AwsErrorException> CancelledAsync(Work work, HashSet<int> parts, Func<int, JsonObject> reason) =>
        _cancellation.OfAsync(work.Call, work.Tables, parts.ToDictionary(part => part, reason));

    /// <summary>Takes the units of all parts, and gives the numbers of those that get none.</summary>
    private HashSet<int> Throttle(Work work) =>
        [.. work.Demands.Index().Where(part => !_buckets.TryTake(part.Item)).Select(part => part.Index)];

    /// <summary>How much came back is known only now; a missing item costs as much as a small one.</summary>
    private void CountReads(Work work, Reply reply)
    {
        if (!work.Call.IsRead || !reply.IsSuccess)
            return;
        using var answer = JsonDocument.Parse(reply.Body);
        foreach (var (number, part) in work.Call.Parts.Index())
        {
            var demand = work.Demands[number][0];
            var units = Units.OfAnswer(work.Call, part, number, answer.RootElement);
            _buckets.Owe(demand, units - demand.Units);
            counts.AddRead(demand, units);
        }
    }

    private async Task<Reply> AskAsync(Call call, TimeSpan atLeast = default)
    {
        var asked = engine.AskAsync(call.Operation, call.Region, call.Date, call.Body);
        await Task.WhenAll(asked, WaitAsync(atLeast));
        return await asked;
    }

    private static async Task<AwsErrorException> AfterAsync(TimeSpan delay, AwsErrorException error)
    {
        await WaitAsync(delay);
        return error;
    }

    private static Task WaitAsync(TimeSpan delay) => delay > TimeSpan.Zero ? Task.Delay(delay) : Task.CompletedTask;

    private TimeSpan Delay(Call call)
    {
        lock (_randomLock)
            return options.Latency?.Of(call, _random) ?? TimeSpan.Zero;
    }

    /// <summary>A call with all that the front has found out of it.</summary>
    private sealed record Work(
        Call Call,
        IReadOnlyDictionary<string, TableShape> Tables,
        IReadOnlyList<IReadOnlyList<Demand>> Demands,
        TimeSpan Delay
    )
    {
        public IReadOnlyList<string> Items =>
            field ??= [.. Call.Parts.Select(part => Tables[part.Table!].ItemName(part.Item))];

        public TableShape TableOf(int part) => Tables[Call.Parts[part].Table!];
    }
}
