using System.Text.Json;

namespace TypedTables.Codecs;

/// <summary>A value or DynamoDB's NULL.</summary>
internal abstract class NullOrCodec<T, TInner>(Codec<TInner> inner) : Codec<T>(inner.Type, $"{inner.Expected}, or NULL")
{
    internal override bool HasNull => true;

    protected static bool TryReadNull(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        if (!AttributeJson.TryEnter(ref ahead, "NULL"u8) || ahead.TokenType != JsonTokenType.True || !AttributeJson.TryLeave(ref ahead))
            return false;

        reader = ahead;
        return true;
    }

    protected static void WriteNull(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("NULL"u8, true);
        writer.WriteEndObject();
    }
}

internal sealed class NullableValueCodec<T>(Codec<T> inner) : NullOrCodec<T?, T>(inner)
    where T : struct
{
    private readonly Codec<T> _inner = inner;

    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is { } present)
            _inner.Write(writer, present);
        else
            WriteNull(writer);
    }

    public override bool TryRead(ref Utf8JsonReader reader, out T? value)
    {
        value = null;
        if (TryReadNull(ref reader))
            return true;
        if (!_inner.TryRead(ref reader, out var present))
            return false;

        value = present;
        return true;
    }
}

internal sealed class NullableReferenceCodec<T>(Codec<T> inner) : NullOrCodec<T?, T>(inner)
    where T : class
{
    private readonly Codec<T> _inner = inner;

    public override void Write(Utf8JsonWriter writer, T? value)
    {
        if (value is not null)
            _inner.Write(writer, value);
        else
            WriteNull(writer);
    }

    public override bool TryRead(ref Utf8JsonReader reader, out T? value)
    {
        value = null;
        if (TryReadNull(ref reader))
            return true;
        if (!_inner.TryRead(ref reader, out var present))
            return false;

        value = present;
        return true;
    }
}

/// <summary>A type of the user's own, carried by one that is stored.</summary>
internal sealed class ConvertedCodec<TStored, T>(Codec<TStored> stored, Func<T, TStored> toStored, Func<TStored, T> fromStored, string? expected)
    : Codec<T>(stored.Type, expected ?? stored.Expected)
{
    internal override bool HasNull => stored.HasNull && default(T) is null;

    internal override SumRange? RangeOfSum(T amount)
    {
        try
        {
            return stored.RangeOfSum(toStored(amount));
        }
        catch (ArgumentException)
        {
            return null; // The converter's way to refuse a value, which is told where it is written.
        }
    }

    public override void Write(Utf8JsonWriter writer, T value) => stored.Write(writer, toStored(value));

    public override bool TryRead(ref Utf8JsonReader reader, out T value)
    {
        value = default!;
        if (!stored.TryRead(ref reader, out var raw))
            return false;

        try
        {
            value = fromStored(raw);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            return false; // The converter's way to say that the stored value is none of its own.
        }
    }
}
