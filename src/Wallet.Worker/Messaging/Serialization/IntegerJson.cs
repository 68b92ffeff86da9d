using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// Reads integers from JSON numbers or strings. By itself the serializer would also accept <c>"+5"</c>.
/// </summary>
/// <typeparam name="T">The field's type, at most 64 bits.</typeparam>
internal sealed class IntegerJson<T> : JsonConverter<T>
    where T : struct, IBinaryInteger<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var isRead = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out var number) ? number : (long?)null,
            JsonTokenType.String => IntegerText.TryParse(reader.GetString()!, out var text) ? text : null,
            _ => null,
        };
        try
        {
            return isRead is { } value ? T.CreateChecked(value) : throw new JsonException();
        }
        catch (OverflowException error)
        {
            throw new JsonException(null, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.ToString(null, CultureInfo.InvariantCulture));
}
