using System.Text.Json;
using System.Text.Json.Nodes;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using TypedTables.Wire;

namespace SystemTests.Tables;

/// <summary>
/// Queries, scans, batches, transactions and errors: what both wires answer and leave behind is the same.
/// </summary>
[Collection(nameof(TableTests))]
public sealed class WiresAgreeTests(Engines engines)
{
    private static readonly Guid Wallet = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");

    [Theory]
    [MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_other_operation_has_the_same_outcome_on_both_wires(string engine)
    {
        var direct = await TranscriptAsync(engines.Options(engine) with { Wire = WireKind.Direct });
        var sdk = await TranscriptAsync(engines.Options(engine) with { Wire = WireKind.Sdk });

        direct.Count.ShouldBe(15);
        for (var i = 0; i < direct.Count; i++)
            direct[i].ShouldBe(sdk[i], $"operation {i}");
    }

    /// <summary>One line for each operation: its answer or its error.</summary>
    private static async Task<List<string>> TranscriptAsync(TableClientOptions options)
    {
        using var client = new TableClient(options);
        var ledger = client.Table(LedgerTable.Schema);
        await ledger.EnsureCreatedAsync();
        var at = DateTimeOffset.UnixEpoch;
        var entries = Enumerable
            .Range(1, 30)
            .Select(number => new LedgerEntry(
                Wallet,
                number,
                number % 2 == 0 ? at.AddDays(number) : null,
                null,
                number * 10
            ))
            .ToList();
        var lines = new List<string>();
        var token = Guid.NewGuid().ToString("N");

        await NoteAsync(async () => (await ledger.BatchWriteAsync(entries)).IsComplete);
        await NoteAsync(async () =>
            (await ledger.BatchGetAsync(Enumerable.Range(25, 20).Select(KeyOf))).Items.OrderBy(entry => entry.Sequence)
        );
        await NoteAsync(async () =>
            await ledger
                .Query(LedgerTable.WalletId, Wallet)
                .Descending()
                .Where(LedgerTable.Size.IsGreaterThan(55))
                .ToListAsync()
        );
        await NoteAsync(async () =>
        {
            var query = ledger.Query(LedgerTable.WalletId, Wallet).InPagesOf(7);
            return
                await query.From((await query.PagesAsync().FirstAsync()).Next).PagesAsync().FirstAsync() is var second
                ? second.Items
                : null;
        });
        await NoteAsync(async () =>
            await ledger
                .Query(LedgerTable.WalletId, Wallet)
                .WithRange(LedgerTable.Sequence.IsBetween(3, 9))
                .CountAsync()
        );
        await NoteAsync(async () =>
            await ledger.Query(LedgerTable.WalletId, Wallet).SelectAsync([LedgerTable.Size]).CountAsync()
        );
        await NoteAsync(async () => (await ledger.Scan().InPagesOf(4).ToListAsync()).OrderBy(entry => entry.Sequence));
        await NoteAsync(async () =>
            (
                await client.TransactWriteAsync(
                    [ledger.Update(KeyOf(1), LedgerTable.Size.Increase(1)), ledger.Delete(KeyOf(2))],
                    token
                )
            ).IsApplied
        );
        await NoteAsync(async () =>
            (
                await client.TransactWriteAsync(
                    [ledger.Update(KeyOf(1), LedgerTable.Size.Increase(1)), ledger.Delete(KeyOf(2))],
                    token
                )
            ).IsApplied
        );
        await NoteAsync(async () =>
        {
            var refused = await client.TransactWriteAsync([
                ledger.Put(entries[8], LedgerTable.WalletId.NotExists()),
                ledger.Check(KeyOf(3), LedgerTable.Size.Is(30)),
            ]);
            return (
                refused.IsApplied,
                refused.Refusals.Single().Index,
                refused.Refusals.Single().Item(ledger)
            ).ToString();
        });
        await NoteAsync(async () =>
        {
            var (one, none) = (ledger.Read(KeyOf(1)), ledger.Read(KeyOf(2)));
            var found = await client.TransactGetAsync([one, none]);
            return (found.Item(one), found.Item(none)).ToString();
        });
        await NoteAsync(async () =>
            await ledger.UpdateAsync(
                KeyOf(5),
                LedgerTable.OperationId.SetIfAbsent(Wallet).And(LedgerTable.Size.Set(1)),
                returnValues: ReturnValues.AllOld
            )
        );
        await NoteAsync(async () => await ledger.DeleteAsync(KeyOf(5), LedgerTable.Size.Is(1)));
        await NoteAsync(async () =>
            (await ledger.GetRawAsync(KeyOf(6))).Json.Span.ToArray() is var json ? Canonical(json) : null
        );
        await NoteAsync(async () => await client.Table(SeedTable.Schema).GetAsync(Key.Of(SeedTable.UserId, Wallet)));
        return lines;

        static Key KeyOf(int number) => Key.Of(LedgerTable.WalletId, Wallet, LedgerTable.Sequence, number);

        async Task NoteAsync<T>(Func<Task<T>> act)
        {
            try
            {
                lines.Add(JsonSerializer.Serialize(await act()));
            }
            catch (TableOperationException error)
            {
                lines.Add($"{error.Code} {error.Operation} {error.IsRetryable} {error.RequestId is not null}");
            }
        }
    }

    private static string Canonical(byte[] json) =>
        string.Join(
            ", ",
            JsonNode.Parse(json)!["Item"]!
                .AsObject()
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key} {pair.Value!.ToJsonString()}")
        );
}
