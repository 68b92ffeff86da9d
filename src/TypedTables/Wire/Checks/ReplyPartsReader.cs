using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>Finds the members that a response has.</summary>
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
