using System.Globalization;
using System.Text.Json;

namespace Wallet.Cli.Parked;

/// <summary>What can be read of a body: plain JSON, or the same in MassTransit's envelope.</summary>
internal sealed record ParkedBody(MessageFields Fields, string? MessageId, DateTimeOffset? SentAt, string? Type)
{
    private const string EnvelopeType = "application/vnd.masstransit+json";
    private const string TypeUrn = "urn:message:";

    /// <summary>The byte order mark that may precede JSON, and that the worker skips.</summary>
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static ParkedBody Read(string? contentType, ReadOnlyMemory<byte> body)
    {
        var nothing = new ParkedBody(MessageFields.None, null, null, null);
        try
        {
            using var document = JsonDocument.Parse(body.Span.StartsWith(Mark) ? body[Mark.Length..] : body);
            var fields = new MessageFields(document.RootElement.Clone());
            if (contentType?.StartsWith(EnvelopeType, StringComparison.OrdinalIgnoreCase) != true)
                return nothing with { Fields = fields };
            return new ParkedBody(
                fields.Inner("message"),
                fields.Text("messageId"),
                Time(fields.Text("sentTime")),
                fields.FirstText("messageType")?.Replace(TypeUrn, "", StringComparison.Ordinal));
        }
        catch (JsonException)
        {
            return nothing;
        }
    }

    /// <summary>Parses a time as MassTransit writes it, in envelopes and headers.</summary>
    public static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;
}
