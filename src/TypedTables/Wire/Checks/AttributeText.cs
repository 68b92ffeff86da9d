using System.Text.Json;
using TypedTables.Codecs;
using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>Compares attributes that are keys: strings, numbers and bytes, as DynamoDB's JSON.</summary>
internal static class AttributeText
{
    /// <summary>Whether two items, or keys, have the same key. What lacks a key has none.</summary>
    public static bool HaveSameKey(KeySchema key, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        IsSame(key.HashField, one, other) && (key.RangeField is null || IsSame(key.RangeField, one, other));

    /// <summary>
    /// Whether what there is of an item's key is that of another: attributes that were asked for without it have none.
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

    /// <summary>Whether two items have the same value of a field, and have one.</summary>
    private static bool IsSame(Field field, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        AreSame(JsonWalk.Find(one, field.NameUtf8Span), JsonWalk.Find(other, field.NameUtf8Span));

    /// <summary>Whether two attributes are the same value, however they are written.</summary>
    public static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.IsEmpty)
            return false;
        return one.SequenceEqual(other) || (Find(one) is { } text && text == Find(other));
    }

    /// <summary>One text for a key, however it is written; null of what is none.</summary>
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
