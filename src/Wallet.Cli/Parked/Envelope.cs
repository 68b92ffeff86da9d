using System.Globalization;
using System.Text.Json;

namespace Wallet.Cli.Parked;

/// <summary>What can be read of a body: plain JSON, or the same in MassTransit's envelope.</summary>
internal sealed record Envelope(MessageFields Fields, string? MessageId, DateTimeOffset? SentAt)
{
    private const string EnvelopeType = "application/vnd.masstransit+json";

    public static Envelope Read(string? contentType, ReadOnlyMemory<byte> body)
    {
        var nothing = new Envelope(MessageFields.None, null, null);
        try
        {
            using var document = JsonDocument.Parse(body);
            var fields = new MessageFields(document.RootElement.Clone());
            if (contentType?.StartsWith(EnvelopeType, StringComparison.OrdinalIgnoreCase) != true)
                return nothing with { Fields = fields };
            return new Envelope(fields.Inner("message"), fields.Text("messageId"), Time(fields.Text("sentTime")));
        }
        catch (JsonException)
        {
            return nothing;
        }
    }

    /// <summary>A time as MassTransit writes it, here and in headers.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}

/// <summary>The fields of a JSON object, found in any case as the worker does.</summary>
internal sealed class MessageFields(JsonElement json)
{
    public static MessageFields None { get; } = new(default);

    public string? Text(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    public long? Number(string name) => long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public MessageFields Inner(string name) => Find(name) is { } inner ? new MessageFields(inner) : None;

    /// <summary>The wallets that the message names.</summary>
    public IReadOnlyList<Guid> Wallets => [.. new[] { Id("userId"), Id("from"), Id("to") }.OfType<Guid>()];

    private JsonElement? Find(string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var field in json.EnumerateObject())
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }

        return null;
    }
}
