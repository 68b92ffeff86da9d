using System.Text.Json;

namespace TypedTables.Codecs;

/// <summary>A codec of many values, each stored by another.</summary>
internal interface IElementCodec<T>
{
    Codec<T> Element { get; }
}

/// <summary>What all sets share: an array of strings, at least one, each once.</summary>
internal abstract class SetCodec<T>(AttributeType type, string expected, Codec<T> element) : Codec<IReadOnlySet<T>>(type, expected), IElementCodec<T>
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

internal sealed class StringSetCodec() : SetCodec<string>(AttributeType.SS, "a set of strings as SS", new StringCodec())
{
    protected override ReadOnlySpan<byte> Name => "SS"u8;

    protected override HashSet<string> NewSet() => new(StringComparer.Ordinal);

    protected override void WriteOne(Utf8JsonWriter writer, string one) => writer.WriteStringValue(Unicode.Checked(one));

    protected override bool TryReadOne(ref Utf8JsonReader reader, out string one) =>
        AttributeJson.TryGetString(ref reader, out one);
}

internal sealed class NumberSetCodec<T>(NumericCodec<T> number) : SetCodec<T>(AttributeType.NS, $"a set as NS, each {number.Expected}", number)
{
    private const int TextLengthMax = 200;

    protected override ReadOnlySpan<byte> Name => "NS"u8;

    protected override void WriteOne(Utf8JsonWriter writer, T one)
    {
        Span<byte> text = stackalloc byte[TextLengthMax];
        writer.WriteStringValue(text[..number.Format(one, text)]);
    }

    protected override bool TryReadOne(ref Utf8JsonReader reader, out T one)
    {
        one = default!;
        Span<byte> buffer = stackalloc byte[TextLengthMax];
        return AttributeJson.TryCopy(ref reader, buffer, out var length) && number.TryParse(buffer[..length], out one);
    }
}

internal sealed class BinarySetCodec() : SetCodec<byte[]>(AttributeType.BS, "a set of byte strings as BS", new BinaryCodec())
{
    protected override ReadOnlySpan<byte> Name => "BS"u8;

    protected override HashSet<byte[]> NewSet() => new(ByContent.Instance);

    protected override void WriteOne(Utf8JsonWriter writer, byte[] one)
    {
        ArgumentNullException.ThrowIfNull(one);
        writer.WriteBase64StringValue(one);
    }

    protected override bool TryReadOne(ref Utf8JsonReader reader, out byte[] one)
    {
        var read = reader.TryGetBytesFromBase64(out var bytes);
        one = bytes ?? [];
        return read;
    }

    private sealed class ByContent : IEqualityComparer<byte[]>
    {
        public static readonly ByContent Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
    }
}
