using System.Text.Json;
using TypedTables.Codecs;

namespace TypedTables.Wire.Checks;

/// <summary>
/// The members that tell the answer of one operation from that of another. Others are not looked at: the service may
/// add some.
/// </summary>
[Flags]
internal enum ReplyParts
{
    None = 0,
    Item = 1,
    Attributes = 1 << 1,
    Items = 1 << 2,
    Count = 1 << 3,
    LastKey = 1 << 4,
    Responses = 1 << 5,
    UnprocessedKeys = 1 << 6,
    UnprocessedItems = 1 << 7,
    Reasons = 1 << 8,
}

/// <summary>Finds them.</summary>
internal static class ReplyPartsReader
{
    public static ReplyParts In(ReadOnlySpan<byte> json)
    {
        var parts = ReplyParts.None;
        var reader = new Utf8JsonReader(json, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            parts |= PartOf(ref reader);
            reader.Read();
            reader.Skip();
        }

        return parts;
    }

    private static ReplyParts PartOf(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        4 when AttributeJson.IsText(ref reader, "Item"u8) => ReplyParts.Item,
        5 when AttributeJson.IsText(ref reader, "Items"u8) => ReplyParts.Items,
        5 when AttributeJson.IsText(ref reader, "Count"u8) => ReplyParts.Count,
        9 when AttributeJson.IsText(ref reader, "Responses"u8) => ReplyParts.Responses,
        10 when AttributeJson.IsText(ref reader, "Attributes"u8) => ReplyParts.Attributes,
        15 when AttributeJson.IsText(ref reader, "UnprocessedKeys"u8) => ReplyParts.UnprocessedKeys,
        16 when AttributeJson.IsText(ref reader, "UnprocessedItems"u8) => ReplyParts.UnprocessedItems,
        16 when AttributeJson.IsText(ref reader, "LastEvaluatedKey"u8) => ReplyParts.LastKey,
        19 when AttributeJson.IsText(ref reader, "CancellationReasons"u8) => ReplyParts.Reasons,
        _ => ReplyParts.None,
    };
}
