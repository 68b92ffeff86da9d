using System.Numerics;

namespace TypedTables.Tests.Parts;

/// <summary>A table with fields of many kinds: documents, sets, a version, a secret, a time to live.</summary>
internal static class Papers
{
    public static readonly Field<string> Id = Field.Of("id", Codec.String);
    public static readonly Field<Kind> Kind = Field.Of("kind", Codec.Enum<Kind>());
    public static readonly Field<decimal> Price = Field.Of("price", Codec.Decimal);
    public static readonly Field<IReadOnlySet<string>> Tags = Field.Of("tags", Codec.StringSet);
    public static readonly Field<IReadOnlySet<long>> Scores = Field.Of("scores", Codec.Int64Set);
    public static readonly Field<IReadOnlyList<Kind>> Kinds = Field.Of("kinds", Codec.List(Codec.Enum<Kind>()));
    public static readonly Field<Note> Note = Field.Of("note", Codec.Record(Notes.Schema));
    public static readonly Field<BigInteger> Secret = Field.Of("secret", Codec.BigInteger, isSensitive: true);
    public static readonly Field<Note> SecretNote = Field.Of(
        "secret_note",
        Codec.Record(Notes.Schema),
        isSensitive: true
    );
    public static readonly Field<long> Version = Field.Of("version", Codec.Int64);
    public static readonly Field<DateTimeOffset> ExpiresAt = Field.Of("expires_at", Codec.EpochSeconds);

    public static readonly TableSchema<Paper> Schema = new(
        name: "papers",
        key: KeySchema.Hash(Id),
        fields: [Id, Kind, Price, Tags, Scores, Kinds, Note, Secret, SecretNote, Version, ExpiresAt],
        read: item => new Paper(
            item.Get(Id),
            item.TryGet(Note, out var note) ? note : null,
            item.Find(Secret),
            item.TryGet(SecretNote, out var secret) ? secret : null,
            item.Unknown()
        ),
        write: (paper, item) =>
        {
            item.Set(Id, paper.Id);
            item.SetIfPresent(Note, paper.Note);
            item.SetIfPresent(Secret, paper.Secret);
            item.SetIfPresent(SecretNote, paper.SecretNote);
            item.Set(paper.Rest ?? UnknownAttributes.None);
        },
        timeToLive: ExpiresAt);

    public static Key Key { get; } = TypedTables.Key.Of(Id, "p1");
}

internal enum Kind
{
    Letter,
    Bill,
}

internal sealed record Paper(
    string Id,
    Note? Note = null,
    BigInteger? Secret = null,
    Note? SecretNote = null,
    UnknownAttributes? Rest = null
);

internal sealed record Note(
    string Text,
    string? Author = null,
    Note? Answer = null,
    IReadOnlySet<string>? Words = null
);

/// <summary>A record inside an item, which may have another inside it.</summary>
internal static class Notes
{
    public static readonly Field<string> Text = Field.Of("text", Codec.String);
    public static readonly Field<string?> Author = Field.Of("author", Codec.NullOrString);
    public static readonly Field<string> Answer = Field.Of("answer", Codec.String);
    public static readonly Field<IReadOnlySet<string>> Words = Field.Of("words", Codec.StringSet);
    public static readonly Field<Note?> Inner = Field.Of("inner", Codec.NullOrRecord(InnerSchema()));

    public static readonly RecordSchema<Note> Schema = new(
        "note",
        [Text, Author, Inner, Words],
        item => new Note(
            item.Get(Text),
            item.Get(Author),
            item.TryGet(Inner, out var inner) ? inner : null,
            item.TryGet(Words, out var words) ? words : null
        ),
        (note, item) =>
        {
            item.Set(Text, note.Text);
            item.Set(Author, note.Author);
            if (note.Answer is not null)
                item.Set(Inner, note.Answer);
            item.SetIfPresent(Words, note.Words);
        });

    private static RecordSchema<Note> InnerSchema() =>
        new("answer", [Answer], item => new Note(item.Get(Answer)), (note, item) => item.Set(Answer, note.Text));
}
