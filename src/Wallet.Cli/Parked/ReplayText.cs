using Spectre.Console;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;

namespace Wallet.Cli.Parked;

/// <summary>Prints the results of a replay, for people and as JSON.</summary>
internal static class ReplayText
{
    /// <summary>
    /// Prints each result as it happens, and returns the exit code. A failure in between does not suppress what was
    /// done.
    /// </summary>
    public static async Task<int> PrintAsync(Printer output, IAsyncEnumerable<ReplayDecision> outcomes,
        ParkedMessages parked, bool isDryRun)
    {
        var all = new List<ReplayDecision>();
        CliException? stopped = null;
        OutputException? unsaid = null;
        try
        {
            await foreach (var one in outcomes)
            {
                all.Add(one);
                unsaid ??= Try(() => SayUnlessJson(output, one, isDryRun));
            }
        }
        catch (OperationCanceledException)
        {
            stopped = new CliException(ExitCodes.Interrupted,
                "Interrupted: what is not named here was not sent again.");
        }
        catch (Exception error)
        {
            stopped = BrokerFault.Explain(error);
        }

        unsaid ??= Try(() => Conclude(output, all, parked, isDryRun, stopped));
        if (unsaid is not null)
            Printer.ReportUnwritten(unsaid);
        var isAllDone = parked.NotLookedAt == 0 && parked.Refused.Count == 0
            && all.TrueForAll(one => one.IsSent || one.IsAnswered);
        return stopped?.ExitCode ?? (!isAllDone ? ExitCodes.SomethingIsWrong : unsaid is null ? ExitCodes.Done
            : ExitCodes.DoneUnreported);
    }

    private static void Conclude(Printer output, List<ReplayDecision> all, ParkedMessages parked, bool isDryRun,
        CliException? stopped)
    {
        var rest = parked.NotLookedAt;
        if (output.IsJson)
        {
            Console.Out.WriteLine(Printer.Json(new
            {
                DryRun = isDryRun,
                Messages = all.Select(one => new
                {
                    one.Message.Id, one.Message.Type, one.Message.Queue, one.Message.OperationId,
                        Verdict = Describe(one.Verdict, isDryRun: false), one.Reason,
                }),
                NotLookedAt = rest,
                Refused = parked.Refused.Select(one => new { Queue = one.Key, Problem = one.Value.Message }),
                Problem = stopped?.Message,
            }));
            return;
        }

        var sent = all.Count(one => one.IsSent);
        var answered = all.Count(one => one.IsAnswered);
        output.Screen.WriteLine($"{sent} {(isDryRun ? "would be " : "")}sent again, {answered} already applied or "
            + "refused, "
            + $"{all.Count - sent - answered} stay "
                + $"parked{(rest == 0 ? "" : $", {rest} more not looked at: --limit takes more at once")}");
        foreach (var (queue, error) in parked.Refused)
            output.Screen.WriteLine($"{queue}: {PlainText.Safe(error.Message)} {error.Remedy}");
        if (stopped is not null)
            output.Fail(stopped);
    }

    /// <summary>Runs an action; if the output cannot be written, the replay continues all the same.</summary>
    private static OutputException? Try(Action say)
    {
        try
        {
            say();
            return null;
        }
        catch (OutputException error)
        {
            return error;
        }
    }

    private static void SayUnlessJson(Printer output, ReplayDecision one, bool isDryRun)
    {
        if (output.IsJson)
            return;
        var colour = one.IsSent || one.IsAnswered ? "green" : "red";
        output.Screen.MarkupLine(
            $"[yellow]{one.Message.Id}[/]  {one.Message.Type}  [{colour}]{Describe(one.Verdict, isDryRun)}[/]: "
                + $"{PlainText.Safe(one.Reason).EscapeMarkup()}");
    }

    private static string Describe(Verdict verdict, bool isDryRun) => verdict switch
    {
        Verdict.SentAgain => isDryRun ? "would be sent again" : "sent again",
        Verdict.AlreadyApplied => "already applied",
        Verdict.AlreadyRefused => "already refused",
        Verdict.Superseded => "superseded",
        Verdict.Undated => "send time unknown",
        Verdict.Expired => "expired",
        Verdict.Forgotten => "too old to tell",
        Verdict.IdReused => "operation id reused",
        Verdict.NotTaken => "not taken by the broker",
        _ => "cannot be carried out",
    };
}
