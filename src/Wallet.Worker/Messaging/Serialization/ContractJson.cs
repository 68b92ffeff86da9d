using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>Reads requests strictly, and reports every invalid field.</summary>
/// <remarks>
/// By itself the serializer reads a missing number as 0 and stops at the first fault, without the field's name. Names
/// are camelCase, in any case on input; integers may be numbers or strings; unknown fields are ignored.
/// docs/messages.md has the whole rule, in "One rule for both doors".
/// </remarks>
internal sealed class ContractJson : JsonConverterFactory
{
    private const int FoundLengthMax = 60;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { UnsupportedField.AddTo } },
        Converters = { new IntegerJson<long>(), new IntegerJson<int>() },
    };

    public override bool CanConvert(Type typeToConvert) =>
        RequestType.All.Any(request => request.Type == typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        RequestType.All.First(request => request.Type == typeToConvert).NewConverter();

    /// <summary>Describes the valid values of a field of this type.</summary>
    public static string Expected(Type type)
    {
        if (type == typeof(UnsupportedField))
            return UnsupportedField.Expected;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(Guid))
            return "a UUID such as 0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21";
        return plain == typeof(int)
            ? $"a whole number from {int.MinValue} to {int.MaxValue}"
            : $"a whole number from {long.MinValue} to {long.MaxValue}";
    }

    /// <summary>The faults: descriptions for the log, which quote nothing, and descriptions for the sender.</summary>
    private static List<(string Logged, string ForSender)> FaultsOf(JsonElement message, JsonTypeInfo contract)
    {
        var faults = new List<(string Logged, string ForSender)>();
        foreach (var property in contract.Properties)
        {
            var found = message
                .EnumerateObject()
                .Where(one => string.Equals(one.Name, property.Name, StringComparison.OrdinalIgnoreCase))
                .ToList();
            if (found.Count > 1)
                faults.Add(Same($"{property.Name} is there {found.Count} times. Send it once."));
            else if (found.Count == 0 && property.IsRequired)
                faults.Add(Same($"{property.Name} is missing. Send {Expected(property.PropertyType)}."));
            else if (found.Count == 1 && !Fits(found[0].Value, property.PropertyType))
                faults.Add(
                    (
                        $"{property.Name} is something else. Send {Expected(property.PropertyType)}.",
                        $"{property.Name} is {Cut(found[0].Value.GetRawText())}. Send "
                            + $"{Expected(property.PropertyType)}."
                    )
                );
        }

        return faults;

        static (string Logged, string ForSender) Same(string words) => (words, words);
    }

    private static bool Fits(JsonElement value, Type type)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.Null)
                return Nullable.GetUnderlyingType(type) is not null || type == typeof(UnsupportedField);
            return type != typeof(UnsupportedField) && value.Deserialize(type, Options) is not null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false; // not of this type, or not valid text, such as an unpaired surrogate
        }
    }

    private static string Cut(string found) =>
        found.Length <= FoundLengthMax ? found : found[..(FoundLengthMax - 1)] + "…";

    internal sealed class Converter<T> : JsonConverter<T>
        where T : class
    {
        /// <summary>Reads a valid message in one pass; reads an invalid one again to say why.</summary>
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var again = reader;
            try
            {
                if (IsPlainObject(reader))
                    return JsonSerializer.Deserialize<T>(ref reader, Options)!;
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                reader = again; // a property name may be invalid text, such as an unpaired surrogate
            }

            return Explain(ref reader);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, Options);

        /// <summary>
        /// Whether it is an object that is not an envelope. The reader is a copy, so the caller's does not move.
        /// </summary>
        private static bool IsPlainObject(Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                return false;

            var (hasType, hasMessage) = (false, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                hasType |= reader.ValueTextEquals("messageType"u8);
                hasMessage |= reader.ValueTextEquals("message"u8);
                reader.Skip();
            }

            return !hasType || !hasMessage;
        }

        private static T Explain(ref Utf8JsonReader reader)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var message = document.RootElement;
            if (
                message.ValueKind == JsonValueKind.Object
                && message.TryGetProperty("messageType", out _)
                && message.TryGetProperty("message", out _)
            )
                throw new BadMessageException(
                    typeof(T).Name,
                    "its body is an envelope of MassTransit. Send it with the content type "
                        + "application/vnd.masstransit+json."
                );
            if (message.ValueKind != JsonValueKind.Object)
                throw new BadMessageException(
                    typeof(T).Name,
                    $"its body is a JSON {message.ValueKind}. Send a JSON object.",
                    $"its body is {Cut(message.GetRawText())}. Send a JSON object."
                );

            var faults = FaultsOf(message, Options.GetTypeInfo(typeof(T)));
            return faults.Count == 0
                ? message.Deserialize<T>(Options)!
                : throw new BadMessageException(
                    typeof(T).Name,
                    string.Join(" ", faults.Select(fault => fault.Logged)),
                    string.Join(" ", faults.Select(fault => fault.ForSender))
                );
        }
    }
}
