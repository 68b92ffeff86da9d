using System.Text;
using System.Text.Json;
using Spectre.Console;
using Wallet.Cli.Output;

namespace Wallet.Cli.Parked;

/// <summary>Prints parked messages, for people and as JSON.</summary>
internal static class ParkedText
{
    private const int FaultLengthMax = 300;

    public static object Json(ParkedMessage message, DateTimeOffset now) => new
    {
        message.Id,
        message.Queue,
        message.Type,
        message.MessageId,
        message.OperationId,
        message.Fields.Wallets,
        Cause = Causes.Find(message),
        Fault = Causes.Describe(message),
        message.SentAt,
        message.ParkedAt,
        AgeSeconds = message.AgeAt(now)?.TotalSeconds is { } seconds ? (long?)seconds : null,
    };

    public static object FullJson(ParkedMessage message, DateTimeOffset now) => new
    {
        Message = Json(message, now),
        message.FaultType,
        message.ContentType,
        Headers = Headers(message),
        Body = BodyText(message),
    };

    /// <summary>Lists the selected messages, queue by queue.</summary>
    public static void List(IAnsiConsole screen, ParkedChoice chosen, DateTimeOffset now)
    {
        var parked = chosen.Parked;
        foreach (var (queue, count) in parked.Counts)
        {
            var messages = chosen.Messages.Where(message => message.Queue == queue).ToList();
            var seen = parked.All.Count(message => message.Queue == queue);
            var words = $"{count} {(count == 1 ? "message" : "messages")}"
                + (chosen.Criteria.IsEverything ? "" : $", {messages.Count} of them chosen")
                + (seen < count ? $", the first {seen}{(chosen.Criteria.IsEverything ? ":" : " were looked at")}" : "");
            screen.MarkupLineInterpolated($"[bold]{queue}[/]: {words}");
            foreach (var message in messages)
            {
                var operation = $"operation {message.OperationId?.ToString() ?? "none"}";
                screen.MarkupLineInterpolated(
                    $"  [yellow]{message.Id}[/]  {message.Type}  {Wallets(message)}  {operation}  {Age(message, now)}"
                );
                screen.MarkupLineInterpolated(
                    $"      [red]{PlainText.Cut(Causes.Describe(message), FaultLengthMax)}[/]");
            }
        }

        Rest(screen, parked);
    }

    /// <summary>Counts the messages of each kind, the most frequent first.</summary>
    public static void Summary(IAnsiConsole screen, ParkedChoice chosen, DateTimeOffset now)
    {
        foreach (var group in ParkedGroup.Group(chosen.Messages, now))
        {
            var oldest = group.OldestSeconds is { } seconds
                ? $", the oldest {PlainText.Age(TimeSpan.FromSeconds(seconds))} ago" : "";
            screen.MarkupLineInterpolated(
                $"[yellow]{group.Count,6}[/]  [bold]{group.Queue}[/]  {group.Cause}{oldest}, such as {group.Example}");
            screen.MarkupLineInterpolated($"        [red]{group.Fault}[/]");
        }

        Rest(screen, chosen.Parked);
    }

    public static void Show(IAnsiConsole screen, ParkedMessage message, DateTimeOffset now)
    {
        screen.MarkupLineInterpolated($"[yellow]{message.Id}[/]  {message.Type} in [bold]{message.Queue}[/]");
        screen.MarkupLineInterpolated($"  fault         [red]{PlainText.Cut(Causes.Describe(message), 2000)}[/]");
        Line("cause", Causes.Find(message));
        Line("operation", message.OperationId?.ToString() ?? "none");
        Line("wallets", message.Fields.Wallets.Count == 0 ? "none" : string.Join(", ", message.Fields.Wallets));
        Line("message id", message.MessageId ?? "none");
        Line("sent", PlainText.Time(message.SentAt));
        Line("parked", $"{PlainText.Time(message.ParkedAt)} ({Age(message, now)})");
        Line("content type", message.ContentType ?? "none");
        foreach (var (name, value) in Headers(message))
            screen.MarkupLineInterpolated(
                $"  [grey]{PlainText.Cut(name, 100)}: {PlainText.Cut(value, FaultLengthMax)}[/]"
            );

        // Not through the screen, which would wrap it: it may be saved and sent again.
        Console.Out.WriteLine(PlainText.Safe(BodyText(message).Replace("\r\n", "\n", StringComparison.Ordinal)));

        void Line(string name, string value) =>
            screen.MarkupLineInterpolated($"  {name, -13} {PlainText.Cut(value, FaultLengthMax)}");
    }

    /// <summary>Says what was not looked at, so that it is not taken for nothing.</summary>
    private static void Rest(IAnsiConsole screen, ParkedMessages parked)
    {
        if (parked.Counts.Count == 0 && parked.Refused.Count == 0)
            screen.MarkupLine("[green]No message is parked.[/]");
        foreach (var (queue, error) in parked.Refused)
            screen.MarkupLineInterpolated($"[bold]{queue}[/]: [red]{PlainText.Safe(error.Message)}[/] {error.Remedy}");
    }

    private static string Wallets(ParkedMessage message) => message.Fields.Wallets switch
    {
        [var from, var to] => $"wallets {from} → {to}",
        [var one] => $"wallet {one}",
        _ => "wallet unknown",
    };

    /// <summary>All headers but the stack trace, which the worker's log has, too.</summary>
    private static Dictionary<string, string> Headers(ParkedMessage message) =>
        message
            .Headers.Where(header => header.Key != MassTransit.MessageHeaders.FaultStackTrace)
            .ToDictionary(StringComparer.Ordinal);

    private static string Age(ParkedMessage message, DateTimeOffset now) =>
        message.AgeAt(now) is { } age ? $"{PlainText.Age(age)} ago" : "age unknown";

    /// <summary>The body: JSON indented, other text as it is, anything else in base64.</summary>
    private static string BodyText(ParkedMessage message)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(
                message.Body.Span
            );
            try
            {
                return Printer.Json(JsonSerializer.Deserialize<JsonElement>(text));
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                return text; // not JSON, or it has an unpaired surrogate, which .NET cannot write
            }
        }
        catch (DecoderFallbackException)
        {
            return $"base64:{Convert.ToBase64String(message.Body.Span)}";
        }
    }
}
