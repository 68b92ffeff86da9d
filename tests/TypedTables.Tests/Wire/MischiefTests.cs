using System.Collections.Concurrent;
using System.Globalization;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Tests.Wire.Direct;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire;

/// <summary>
/// 48 callers and a server that mixes up responses: no caller ever gets another's item, and every call ends, on every
/// wire that ships.
/// </summary>
/// <remarks><c>WALLET_MISCHIEF_CALLS</c> says how many calls there are, 2,000 if nothing does.</remarks>
public sealed class MischiefTests(ITestOutputHelper output)
{
    private const int Callers = 48;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    public static TheoryData<WireKind> AllWires => [WireKind.Direct, WireKind.Sdk];

    /// <summary>What an item says of its key.</summary>
    public static long BalanceOf(Guid id) => BitConverter.ToInt64(id.ToByteArray(), 0) >> 1;

    [Theory]
    [MemberData(nameof(AllWires))]
    public async Task Nobody_gets_anothers_item_and_no_call_is_without_an_end(WireKind wire)
    {
        var calls = int.Parse(
            Environment.GetEnvironmentVariable("WALLET_MISCHIEF_CALLS") ?? "2000",
            CultureInfo.InvariantCulture);
        var seed = Random.Shared.Next();
        await using var server = new MischiefServer(seed);
        using var client = new TableClient(Wires.Options(server.Endpoint) with
        {
            Wire = wire,
            RetryBudget = 1_000_000,
            AttemptTimeout = TimeSpan.FromSeconds(1),
            CallTimeout = CallTimeout,
        });
        var wallets = client.Table(Wallets.Schema);
        var outcomes = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var left = calls;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => CallAsync(new Random(seed + caller))));

        output.WriteLine($"{wire}, {calls} calls, seed {seed}: "
            + $"{string.Join(", ", outcomes.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"))}; "
            + $"mischief: {string.Join(' ', server.Done)}");
        outcomes.GetValueOrDefault("wrong").ShouldBe(0, $"seed {seed}");
        outcomes.Values.Sum().ShouldBe(calls, $"seed {seed}");
        outcomes.GetValueOrDefault("right").ShouldBeGreaterThan(calls / 2, $"seed {seed}");

        async Task CallAsync(Random random)
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var outcome = await OutcomeAsync(client, wallets, random);
                outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);
            }
        }
    }

    private static async Task<string> OutcomeAsync(TableClient client, Table<Wallet> wallets, Random random)
    {
        var ids = Enumerable.Range(0, random.Next(1, 4)).Select(_ => NewId(random)).ToArray();
        try
        {
            // Generous: a call that has an end has it long before, even where neighbours leave it little time.
            var found = await ReadAsync(client, wallets, ids, random.Next(5)).WaitAsync(CallTimeout * 6);
            return found.All(one => one is not null && one.Balance == BalanceOf(one.UserId))
                && found.Select(one => one!.UserId).Order().SequenceEqual(ids.Order())
                ? "right"
                : "wrong";
        }
        catch (TableOperationException error)
        {
            return error.Code;
        }
    }

    private static async Task<IReadOnlyList<Wallet?>> ReadAsync(
        TableClient client,
        Table<Wallet> wallets,
        Guid[] ids,
        int way)
    {
        switch (way)
        {
            case 0:
                return (await wallets.BatchGetAsync(ids.Select(KeyOf))).Items;
            case 1:
                var reads = ids.Select(id => wallets.Read(KeyOf(id))).ToArray();
                var result = await client.TransactGetAsync(reads);
                return [.. reads.Select(result.Item)];
            case 2:
                return [.. await Task.WhenAll(ids.Select(id => wallets.GetAsync(KeyOf(id))))];
            case 3:
                var one = Wallets.Balance.Set(1);
                var updates = await Task.WhenAll(ids.Select(
                    id => wallets.UpdateAsync(KeyOf(id), one, returnValues: ReturnValues.AllNew)));
                return [.. updates.Select(update => update.Item)];
            default:
                var queries = await Task.WhenAll(ids.Select(
                    id => wallets.Query(Wallets.UserId, id).ToListAsync().AsTask()));
                return [.. queries.SelectMany(items => items)];
        }
    }

    private static Key KeyOf(Guid id) => Key.Of(Wallets.UserId, id);

    private static Guid NewId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
