using System.CommandLine;
using Wallet.Cli.Output;
using Wallet.Cli.Parked;

namespace Wallet.Cli.Commands;

/// <summary><c>errors replay</c>: sends parked messages again.</summary>
internal static class ReplayCommand
{
    public static Command Replay()
    {
        var (id, options) = (ErrorsCommand.Id(isNeeded: false), new ParkedOptions());
        var all = new Option<bool>("--all") { Description = "Every parked message that the other options leave, but "
            + "for what has expired." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would become of each." };
        var undated = new Option<bool>("--undated") { Description = "Set a balance also where nobody can tell "
            + "whether it was written later: as if it had been sent when it was parked." };
        var force = new Option<bool>("--force") { Description = "Send again whatever the worker remembers. An "
            + "operation that it remembers still takes effect once." };
        var replay = options.AddTo(new Command(
            "replay",
            "Sends parked messages again, one by its id or all with --all, after asking the worker about each: "
                + "what is already applied changes nothing but tells its events again, and what would "
                + "undo a newer write stays.")
        {
            id, all, dryRun, undated, force,
        });
        replay.Validators.Add(result =>
        {
            if ((result.GetResult(id) is { Tokens.Count: > 0 }) == result.GetValue(all))
                result.AddError("Give either the id of a message, as wallet errors list shows it, or --all.");
        });
        replay.Run(async (session, cancelled) =>
        {
            await using var parked = await options.OpenAsync(session, cancelled);
            var chosen = options.Choose(session, parked, session.Parsed.GetValue(id));
            var isExpiredMeant = !session.Get(all)
                || string.Equals(session.Get(options.Cause), Causes.Expired, StringComparison.OrdinalIgnoreCase);
            await using var bus = await session.BusAsync(cancelled);
            var replayed = new Replay(bus, parked,
                new ReplayChoice(session.Get(force), session.Get(undated), isExpiredMeant));
            var decisions = await DecideAsync(replayed, chosen.Messages, cancelled);
            var outcomes = session.Get(dryRun)
                ? decisions.Select(replayed.Final).ToAsyncEnumerable()
                : replayed.CarryOutAsync(decisions, cancelled);
            return await ReplayText.PrintAsync(session.Output, outcomes, parked, session.Get(dryRun));
        });
        return replay;
    }

    /// <summary>
    /// Decides about the messages. If the worker cannot respond, the reason is most likely the one that the messages
    /// were parked for.
    /// </summary>
    private static async Task<IReadOnlyList<ReplayDecision>> DecideAsync(Replay replay,
        IEnumerable<ParkedMessage> messages, CancellationToken cancelled)
    {
        try
        {
            return await replay.DecideAsync(messages, cancelled);
        }
        catch (CliException error) when (error.ExitCode == ExitCodes.NoAnswer)
        {
            throw new CliException(
                ExitCodes.NoAnswer,
                "Nothing was sent again, because no worker could say what it remembers of the operations. "
                    + $"{error.Message}",
                "wallet doctor says what is wrong: fix it, and replay then. The question may be parked now, too, as "
                    + "a GetOperation or GetBalance: wallet errors drop takes it away.");
        }
    }
}
