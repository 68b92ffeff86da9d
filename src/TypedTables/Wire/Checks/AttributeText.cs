using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>Compares key attributes (strings, numbers and bytes) in DynamoDB's JSON.</summary>
internal static class AttributeText
{
    /// <summary>Whether two items, or keys, have the same complete key.</summary>
    public static bool HaveSameKey(KeySchema key, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        IsSame(key.HashField, one, other) && (key.RangeField is null || IsSame(key.RangeField, one, other));

    /// <summary>
    /// Whether the key fields that the found item has equal those of the requested key. A projection may leave some
    /// out.
    /// </summary>
    public static bool MayHaveSameKey(KeySchema key, ReadOnlySpan<byte> asked, ReadOnlySpan<byte> found)
    {
        foreach (var field in key.Fields)
        {
            if (!JsonWalk.Find(found, field.NameUtf8Span).IsEmpty && !IsSame(field, asked, found))
                return false;
        }

        return true;
    }

    /// <summary>Whether both items have the field, with the same value.</summary>
    private static bool IsSame(Field field, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        AreSame(JsonWalk.Find(one, field.NameUtf8Span), JsonWalk.Find(other, field.NameUtf8Span));

    /// <summary>Whether two attributes have the same value, however it is written.</summary>
    public static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.IsEmpty)
            return false;
        return one.SequenceEqual(other) || (Find(one) is { } text && text == Find(other));
    }

    /// <summary>The key as text, the same however it is written; null if it is not a key.</summary>
    public static string? OfKey(KeySchema key, ReadOnlySpan<byte> item)
    {
        var hash = Find(JsonWalk.Find(item, key.HashField.NameUtf8Span));
        if (hash is null || key.RangeField is null)
            return hash;
        return Find(JsonWalk.Find(item, key.RangeField.NameUtf8Span)) is { } range
            ? $"{hash.Length}:{hash}{range}"
            : null;
    }

    private static string? Find(ReadOnlySpan<byte> attribute)
    {
        if (!JsonWalk.IsObject(attribute))
            return null;

        var reader = new Utf8JsonReader(attribute, JsonLimits.Reader);
        reader.Read();
        if (!reader.Read()
            || reader.TokenType != JsonTokenType.PropertyName
            || !AttributeJson.TryGetString(ref reader, out var type))
            return null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || !AttributeJson.TryGetString(ref reader, out var text))
            return null;
        if (type == "N")
            return Number.TryParse(text, out var number) ? $"N{number}" : null;
        return type + text;
    }
}
