using System.Text;
using System.Text.Json;

namespace Front;

/// <summary>Sizes as DynamoDB counts them: names and values in UTF-8, numbers by their digits.</summary>
internal static class ItemSize
{
    private const int Document = 3; // of a list or a map, and one more for each element

    public static int Of(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
            ? item.EnumerateObject()
                .Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Name) + OfValue(attribute.Value))
            : 0;

    private static int OfValue(JsonElement attribute)
    {
        var typed = attribute.EnumerateObject().First();
        return typed.Name switch
        {
            "S" => Encoding.UTF8.GetByteCount(typed.Value.GetString()!),
            "N" => OfNumber(typed.Value),
            "B" => OfBytes(typed.Value),
            "SS" => typed.Value.EnumerateArray().Sum(value => Encoding.UTF8.GetByteCount(value.GetString()!)),
            "NS" => typed.Value.EnumerateArray().Sum(OfNumber),
            "BS" => typed.Value.EnumerateArray().Sum(OfBytes),
            "L" => Document + typed.Value.EnumerateArray().Sum(value => 1 + OfValue(value)),
            "M" => Document
                + typed
                    .Value.EnumerateObject()
                    .Sum(pair => 1 + Encoding.UTF8.GetByteCount(pair.Name) + OfValue(pair.Value)),
            _ => 1,
        };
    }

    private static int OfNumber(JsonElement number) => (number.GetString()!.Count(char.IsAsciiDigit) + 1) / 2 + 1;

    private static int OfBytes(JsonElement bytes) => bytes.GetString()!.Length * 3 / 4;
}
