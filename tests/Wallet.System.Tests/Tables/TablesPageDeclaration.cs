using TypedTables;

namespace SystemTests.Tables;

// [declaration]
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
    IReadOnlyList<string> Tags,
    DateTimeOffset? ExpiresAt,
    Note? Note,
    long Version);

internal static class Entries
{
    public static readonly Field<Guid> Wallet = Field.Of("wallet", Codec.Uuid);
    public static readonly Field<int> Number = Field.Of("number", Codec.Int32);
    public static readonly Field<decimal> Amount = Field.Of("amount", Codec.Decimal, isSensitive: true);
    public static readonly Field<Kind> Kind = Field.Of("kind", Codec.Enum<Kind>());
    public static readonly Field<IReadOnlyList<string>> Tags = Field.Of("tags", Codec.List(Codec.String));
    public static readonly Field<DateTimeOffset> ExpiresAt = Field.Of("expires_at", Codec.EpochSeconds);
    public static readonly Field<Note> Note = Field.Of("note", Codec.Record(Notes.Schema));
    public static readonly Field<long> Version = Field.Of("version", Codec.Int64);

    public static readonly GlobalSecondaryIndex ByKind = new(
        "by_kind",
        KeySchema.HashAndRange(Kind, Number),
        Projection.All
    );

    public static readonly TableSchema<Entry> Schema = new(
        name: "entries",
        key: KeySchema.HashAndRange(Wallet, Number),
        fields: [Wallet, Number, Amount, Kind, Tags, ExpiresAt, Note, Version],
        read: item => new Entry(
            item.Get(Wallet), item.Get(Number), item.Get(Amount), item.Get(Kind), item.Get(Tags), item.Find(ExpiresAt),
            item.TryGet(Note, out var note) ? note : null, item.Get(Version)),
        write: (entry, item) =>
        {
            item.Set(Wallet, entry.Wallet);
            item.Set(Number, entry.Number);
            item.Set(Amount, entry.Amount);
            item.Set(Kind, entry.Kind);
            item.Set(Tags, entry.Tags);
            item.SetIfPresent(ExpiresAt, entry.ExpiresAt);
            item.SetIfPresent(Note, entry.Note);
            item.Set(Version, entry.Version);
        },
        globalIndexes: [ByKind],
        timeToLive: ExpiresAt);
}

internal sealed record Note(string Text, string? Author);

internal static class Notes
{
    private static readonly Field<string> Text = Field.Of("text", Codec.String);
    private static readonly Field<string?> Author = Field.Of("author", Codec.NullOrString);

    public static readonly RecordSchema<Note> Schema = new(
        "note", [Text, Author], item => new Note(item.Get(Text), item.Get(Author)), (note, item) =>
        {
            item.Set(Text, note.Text);
            item.Set(Author, note.Author);
        });
}
// [/declaration]

// [unknown]
internal sealed record Card(string Id, UnknownAttributes Rest);

internal static class Cards
{
    public static readonly Field<string> Id = Field.Of("id", Codec.String);

    public static readonly TableSchema<Card> Schema = new(
        "cards", KeySchema.Hash(Id), [Id], item => new Card(item.Get(Id), item.Unknown()), (card, item) =>
        {
            item.Set(Id, card.Id);
            item.Set(card.Rest);
        });
}
// [/unknown]

// [own]
internal readonly record struct Money(long Minor);

internal static class OwnCodecs
{
    public static readonly Codec<Money> Money = Codec.Convert(
        Codec.Int64,
        (Money money) => money.Minor,
        minor => new Money(minor)
    );
}
// [/own]
