using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

/// <summary>A value or DynamoDB's NULL.</summary>
internal abstract class NullOrCodec<T, TInner>(Codec<TInner> inner) : Codec<T>(inner.Type, $"{inner.Expected}, or NULL")
{
    internal override bool HasNull => true;

    protected Codec<TInner> Inner { get; } = inner;

    /// <param name="reader">Stands at the value.</param>
    /// <param name="isNull">Whether it is NULL, and there is no value.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is either.</returns>
    protected bool TryRead(ref Utf8JsonReader reader, out bool isNull, [MaybeNull] out TInner value)
    {
        value = default;
        isNull = TryReadNull(ref reader);
        return isNull || Inner.TryRead(ref reader, out value);
    }

    private static bool TryReadNull(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        if (
            !AttributeJson.TryEnter(ref ahead, "NULL"u8)
            || ahead.TokenType != JsonTokenType.True
            || !AttributeJson.TryLeave(ref ahead)
        )
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
