using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

/// <summary>The base of all set codecs: a non-empty array of strings without duplicates.</summary>
internal abstract class SetCodec<T>(AttributeType type, string expected, Codec<T> element)
    : Codec<IReadOnlySet<T>>(type, expected),
        IElementCodec<T>
{
    public Codec<T> Element => element;

    public sealed override void Write(Utf8JsonWriter writer, IReadOnlySet<T> value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        if (value.Count == 0)
            throw new NotStorableException("an empty set, which DynamoDB does not store: leave the attribute out");

        writer.WriteStartObject();
        writer.WriteStartArray(Name);
        foreach (var one in value)
            WriteOne(writer, one);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public sealed override bool TryRead(ref Utf8JsonReader reader, out IReadOnlySet<T> value)
    {
        var set = NewSet();
        value = set;
        if (!AttributeJson.TryEnter(ref reader, Name) || reader.TokenType != JsonTokenType.StartArray)
            return false;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || !TryReadOne(ref reader, out var one) || !set.Add(one))
                return false;
        }

        return set.Count > 0 && AttributeJson.TryLeave(ref reader);
    }

    protected abstract ReadOnlySpan<byte> Name { get; }

    protected virtual HashSet<T> NewSet() => [];

    protected abstract void WriteOne(Utf8JsonWriter writer, T one);

    protected abstract bool TryReadOne(ref Utf8JsonReader reader, out T one);
}
