using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Wallet.Contracts;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// The type of a field that a message does not support, and that is refused because its sender would believe that it
/// has an effect. Only null is accepted.
/// </summary>
internal sealed class UnsupportedField
{
    /// <summary>The description for error messages.</summary>
    public const string Expected = "nothing there: a transfer checks no version";

    /// <summary>Gives a transfer's <c>expectedVersion</c> this type.</summary>
    public static void AddTo(JsonTypeInfo contract)
    {
        if (contract.Type != typeof(TransferBalance))
            return;
        var field = contract.CreateJsonPropertyInfo(typeof(UnsupportedField), "expectedVersion");
        field.Set = (_, _) => { }; // the only value that is ever set is null
        field.CustomConverter = new Refusal();
        contract.Properties.Add(field);
    }

    private sealed class Refusal : JsonConverter<UnsupportedField>
    {
        public override UnsupportedField Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options) =>
            throw new JsonException();

        public override void Write(Utf8JsonWriter writer, UnsupportedField value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
