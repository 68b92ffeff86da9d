using System.Text;
using System.Text.Json;
using Spectre.Console;
using Wallet.Cli.Output;

namespace Wallet.Cli.Parked;

/// <summary>Parked messages, for people and as JSON.</summary>
internal static class ParkedWords
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
        message.Fault,
        message.SentAt,
        message.ParkedAt,
        AgeSeconds = AgeOf(message, now)?.TotalSeconds is { } seconds ? (long?)seconds : null,
    };

    public static object FullJson(ParkedMessage message, DateTimeOffset now) => new
    {
        Message = Json(message, now),
        message.FaultType,
        message.ContentType,
        Headers = Headers(message),
        Body = BodyText(message),
    };

    public static void List(IAnsiConsole screen, ParkedMessages parked, DateTimeOffset now)
    {
        if (parked.Counts.Count == 0)
            screen.MarkupLine("[green]No message is parked.[/]");
        foreach (var (queue, count) in parked.Counts)
        {
            var messages = parked.All.Where(message => message.Queue == queue).ToList();
            screen.MarkupLineInterpolated($"[bold]{queue}[/]: {count} {(count == 1 ? "message" : "messages")}{(messages.Count < count ? $", the first {messages.Count}:" : "")}");
            foreach (var message in messages)
            {
                screen.MarkupLineInterpolated(
                    $"  [yellow]{message.Id}[/]  {message.Type}  {Wallets(message)}  operation {message.OperationId?.ToString() ?? "none"}  {Age(message, now)}");
                screen.MarkupLineInterpolated($"      [red]{Plain.Cut(Fault(message), FaultLengthMax)}[/]");
            }
        }
    }

    public static void Show(IAnsiConsole screen, ParkedMessage message, DateTimeOffset now)
    {
        screen.MarkupLineInterpolated($"[yellow]{message.Id}[/]  {message.Type} in [bold]{message.Queue}[/]");
        screen.MarkupLineInterpolated($"  fault         [red]{Plain.Cut(Fault(message), 2000)}[/]");
        Line("operation", message.OperationId?.ToString() ?? "none");
        Line("wallets", message.Fields.Wallets.Count == 0 ? "none" : string.Join(", ", message.Fields.Wallets));
        Line("message id", message.MessageId ?? "none");
        Line("sent", Plain.Time(message.SentAt));
        Line("parked", $"{Plain.Time(message.ParkedAt)} ({Age(message, now)})");
        Line("content type", message.ContentType ?? "none");
        foreach (var (name, value) in Headers(message))
            screen.MarkupLineInterpolated($"  [grey]{Plain.Cut(name, 100)}: {Plain.Cut(value, FaultLengthMax)}[/]");
        screen.WriteLine(Plain.Safe(BodyText(message).Replace("\r\n", "\n", StringComparison.Ordinal)));

        void Line(string name, string value) => screen.MarkupLineInterpolated($"  {name,-13} {Plain.Cut(value, FaultLengthMax)}");
    }

    /// <summary>Says what becomes of each message, and gives the exit code.</summary>
    public static async Task<int> ReplayAsync(Printer output, IAsyncEnumerable<ReplayDecision> outcomes, bool isDryRun)
    {
        var all = new List<ReplayDecision>();
        await foreach (var one in outcomes)
        {
            all.Add(one);
            if (!output.IsJson)
            {
                var colour = one.IsSent || one.IsAnswered ? "green" : "red";
                output.Screen.MarkupLine($"[yellow]{one.Message.Id}[/]  {one.Message.Type}  [{colour}]{Of(one.Verdict, isDryRun)}[/]: {Plain.Safe(one.Reason).EscapeMarkup()}");
            }
        }

        var stay = all.Count(one => !one.IsSent && !one.IsAnswered);
        if (output.IsJson)
        {
            Console.WriteLine(Printer.Json(new
            {
                DryRun = isDryRun,
                Messages = all.Select(one => new { one.Message.Id, one.Message.Type, one.Message.Queue, one.Message.OperationId, Verdict = Of(one.Verdict, isDryRun: false), one.Reason }),
            }));
        }
        else
        {
            output.Screen.WriteLine($"{all.Count(one => one.IsSent)} {(isDryRun ? "would be " : "")}sent again, "
                + $"{all.Count(one => one.IsAnswered)} already applied or refused, {stay} stay parked");
        }

        return stay == 0 ? ExitCodes.Done : ExitCodes.SomethingIsWrong;
    }

    private static string Of(Verdict verdict, bool isDryRun) => verdict switch
    {
        Verdict.SentAgain => isDryRun ? "would be sent again" : "sent again",
        Verdict.AlreadyApplied => "already applied",
        Verdict.AlreadyRefused => "already refused",
        Verdict.Superseded => "superseded",
        Verdict.Forgotten => "too old to tell",
        Verdict.IdReused => "operation id reused",
        Verdict.NotTaken => "not taken by the broker",
        _ => "cannot be carried out",
    };

    private static string Fault(ParkedMessage message) => message.Fault
        ?? (message.IsSkipped ? "Its type is not what its queue takes."
            : message.IsDead ? "It was delivered too often: workers ended, or lost the broker, while they worked on it."
            : "No fault is noted on it.");

    private static string Wallets(ParkedMessage message) => message.Fields.Wallets switch
    {
        [var from, var to] => $"wallets {from} → {to}",
        [var one] => $"wallet {one}",
        _ => "wallet unknown",
    };

    /// <summary>All but the stack trace, which is for those who have the worker's source, and in its log.</summary>
    private static Dictionary<string, string> Headers(ParkedMessage message) =>
        message.Headers.Where(header => header.Key != MassTransit.MessageHeaders.FaultStackTrace).ToDictionary(StringComparer.Ordinal);

    private static TimeSpan? AgeOf(ParkedMessage message, DateTimeOffset now) => now - (message.ParkedAt ?? message.SentAt);

    private static string Age(ParkedMessage message, DateTimeOffset now) => AgeOf(message, now) is { } age ? $"{Plain.Age(age)} ago" : "age unknown";

    /// <summary>The body as it came; JSON indented, and what is not even text in base 64.</summary>
    private static string BodyText(ParkedMessage message)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(message.Body.Span);
            try
            {
                return Printer.Json(JsonSerializer.Deserialize<JsonElement>(text));
            }
            catch (JsonException)
            {
                return text;
            }
        }
        catch (DecoderFallbackException)
        {
            return $"base64:{Convert.ToBase64String(message.Body.Span)}";
        }
    }
}
