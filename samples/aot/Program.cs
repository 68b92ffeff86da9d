using Ledger;
using TypedTables;
using TypedTables.Expressions;

// A ledger in a DynamoDB table, compiled ahead of time: nothing here or in TypedTables needs reflection.
using var client = new TableClient(
    new TableClientOptions { Endpoint = new Uri(args[0]), TableName = name => "aot_" + name }
);
var ledger = client.Table(LedgerTable.Schema);
await ledger.EnsureCreatedAsync();

var wallet = Guid.NewGuid();
await ledger.BatchWriteAsync(
    put: Enumerable
        .Range(1, 5)
        .Select(number => new Entry(
            wallet,
            number,
            number * 1.25m,
            number % 2 == 0 ? Kind.Debit : Kind.Credit,
            DateTimeOffset.UnixEpoch.AddDays(number),
            new HashSet<string>(StringComparer.Ordinal) { "aot" }
        ))
);
var refused = await ledger.UpdateAsync(
    Key.Of(LedgerTable.Wallet, wallet, LedgerTable.Number, 1),
    LedgerTable.Amount.Set(9),
    when: LedgerTable.Amount.Is(7)
);

Console.WriteLine($"applied {refused.IsApplied}, stored {refused.Item!.Amount}");
await foreach (
    var entry in ledger.Query(LedgerTable.Wallet, wallet).WithRange(LedgerTable.Number.IsAtLeast(3)).Descending()
)
    Console.WriteLine(
        $"{entry.Number} {entry.Kind} {entry.Amount} {entry.At:yyyy-MM-dd} {string.Join(',', entry.Tags)}"
    );
