using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Wire;

/// <summary>Checks that a response is JSON with lists and objects where the operation has them.</summary>
internal static class ResponseShape
{
    /// <summary>Describes what is wrong; null if nothing is.</summary>
    /// <param name="operation">The operation, such as <c>GetItem</c>.</param>
    /// <param name="json">The response's body.</param>
    public static string? FaultOf(string operation, ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, JsonLimits.Reader);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return "it is not the JSON of an object";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                var expected = Expected(operation, name);
                reader.Read();
                if (expected is not null && reader.TokenType != expected && reader.TokenType != JsonTokenType.Null)
                    return $"'{name}' is not what it is in {operation}";
                reader.Skip();
            }

            return null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return "it is not JSON";
        }
    }

    private static JsonTokenType? Expected(string operation, string member) => member switch
    {
        "Items" or "CancellationReasons" => JsonTokenType.StartArray,
        "Item" or "Attributes" or "LastEvaluatedKey" => JsonTokenType.StartObject,
        "UnprocessedItems" or "UnprocessedKeys" => JsonTokenType.StartObject,
        "Responses" => operation == "TransactGetItems" ? JsonTokenType.StartArray : JsonTokenType.StartObject,
        "ConsumedCapacity" when operation.StartsWith("Batch", StringComparison.Ordinal)
            || operation.StartsWith("Transact", StringComparison.Ordinal) => JsonTokenType.StartArray,
        "ConsumedCapacity" => JsonTokenType.StartObject,
        _ => null,
    };
}
