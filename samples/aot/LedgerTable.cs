using TypedTables;

namespace Ledger;

internal enum Kind
{
    Credit,
    Debit,
}

internal sealed record Entry(
    Guid Wallet,
    int Number,
    decimal Amount,
    Kind Kind,
    DateTimeOffset At,
    IReadOnlySet<string> Tags
);

internal static class LedgerTable
{
    public static readonly Field<Guid> Wallet = Field.Of("wallet", Codec.Uuid);
    public static readonly Field<int> Number = Field.Of("number", Codec.Int32);
    public static readonly Field<decimal> Amount = Field.Of("amount", Codec.Decimal);
    public static readonly Field<Kind> Kind = Field.Of("kind", Codec.Enum<Kind>());
    public static readonly Field<DateTimeOffset> At = Field.Of("at", Codec.Timestamp);
    public static readonly Field<IReadOnlySet<string>> Tags = Field.Of("tags", Codec.StringSet);

    public static readonly TableSchema<Entry> Schema = new(
        name: "ledger",
        key: KeySchema.HashAndRange(Wallet, Number),
        fields: [Wallet, Number, Amount, Kind, At, Tags],
        read: item => new Entry(
            item.Get(Wallet),
            item.Get(Number),
            item.Get(Amount),
            item.Get(Kind),
            item.Get(At),
            item.Get(Tags)
        ),
        write: (entry, item) =>
        {
            item.Set(Wallet, entry.Wallet);
            item.Set(Number, entry.Number);
            item.Set(Amount, entry.Amount);
            item.Set(Kind, entry.Kind);
            item.Set(At, entry.At);
            item.Set(Tags, entry.Tags);
        });
}
