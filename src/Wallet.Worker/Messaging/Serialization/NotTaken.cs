using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Wallet.Contracts;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// A field that a message does not take, and that is refused because ignoring it could be taken for heeding it. Only
/// null passes.
/// </summary>
internal sealed class NotTaken
{
    /// <summary>What is said of it.</summary>
    public const string Expected = "nothing there: a transfer checks no version";

    /// <summary>Gives a transfer's <c>expectedVersion</c> this type.</summary>
    public static void AddTo(JsonTypeInfo contract)
    {
        if (contract.Type != typeof(TransferBalance))
            return;
        var field = contract.CreateJsonPropertyInfo(typeof(NotTaken), "expectedVersion");
        field.Set = (_, _) => { }; // what can be set to is null
        field.CustomConverter = new Refusal();
        contract.Properties.Add(field);
    }

    private sealed class Refusal : JsonConverter<NotTaken>
    {
        public override NotTaken Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new JsonException();

        public override void Write(Utf8JsonWriter writer, NotTaken value, JsonSerializerOptions options) =>
            throw new NotSupportedException();
    }
}
