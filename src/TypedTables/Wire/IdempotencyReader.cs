using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Wire;

/// <summary>
/// Finds out from a request's JSON whether it is idempotent. Only needed for calls that got no response.
/// </summary>
internal static class IdempotencyReader
{
    /// <summary>Whether the operation writes one item, and so may return what that item was.</summary>
    public static bool IsWriteOfItem(string operation) => operation is "PutItem" or "UpdateItem" or "DeleteItem";

    public static Idempotency Read(string operation, ReadOnlySpan<byte> request)
    {
        if (!IsWriteOfItem(operation))
            return Idempotency.Idempotent;

        var idempotency = Idempotency.Idempotent;
        var reader = new Utf8JsonReader(request, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isUpdate, isReturn) = (
                reader.ValueTextEquals("UpdateExpression"u8),
                reader.ValueTextEquals("ReturnValues"u8)
            );
            reader.Read();
            if (isUpdate && IsRelative(reader.GetString()!))
                return Idempotency.NotIdempotent;
            if (isReturn && (reader.ValueTextEquals("ALL_OLD"u8) || reader.ValueTextEquals("UPDATED_OLD"u8)))
                idempotency = Idempotency.ResponseDiffers;
            reader.Skip();
        }

        return idempotency;
    }

    /// <summary>
    /// Whether the new value depends on the stored one. Names and values are placeholders, so they cannot contain these
    /// words.
    /// </summary>
    private static bool IsRelative(string expression) =>
        expression.AsSpan().ContainsAny('+', '-')
        || expression.Contains("list_append", StringComparison.OrdinalIgnoreCase)
        || expression.Contains("ADD", StringComparison.OrdinalIgnoreCase);
}
