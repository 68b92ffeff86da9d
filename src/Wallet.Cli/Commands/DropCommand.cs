using System.CommandLine;
using Wallet.Cli.Output;
using Wallet.Cli.Parked;

namespace Wallet.Cli.Commands;

/// <summary><c>errors drop</c>: deletes parked messages.</summary>
internal static class DropCommand
{
    public static Command Drop()
    {
        var (id, options) = (ErrorsCommand.Id(isNeeded: false), new ParkedOptions());
        var all = new Option<bool>("--all") { Description = "Every parked message that the other options leave. One "
            + "on each line." };
        var yes = new Option<bool>("--yes") { Description = "Confirms --all. Without it, nothing is dropped, and is "
            + "said how much would be." };
        var drop = options.AddTo(new Command("drop",
            "Takes parked messages away for good, one by its id or all with --all, and prints each as JSON before "
            + "that, so that it can be kept elsewhere.") { id, all, yes });
        drop.Validators.Add(result =>
        {
            if ((result.GetResult(id) is { Tokens.Count: > 0 }) == result.GetValue(all))
                result.AddError("Give either the id of a message, as wallet errors list shows it, or --all.");
        });
        drop.Run(async (session, cancelled) =>
        {
            await using var parked = await options.OpenAsync(session, cancelled);
            var messages = options.Choose(session, parked, session.Parsed.GetValue(id)).Messages;
            if (session.Get(all) && !session.Get(yes))
                throw Unconfirmed(messages);
            if (!session.Get(all) && messages.Any(one => one.Id != messages[0].Id))
            {
                throw new CliException(
                    ExitCodes.RefusedOrNotFound,
                    $"{messages.Count} parked messages are called {session.Parsed.GetValue(id)}. Name one of "
                        + $"{string.Join(", ", messages.Select(one => one.Id))}.");
            }

            // A message that was sent twice has one id.
            return await DropAsync(parked, messages, session.Get(all) || messages.Count > 1, cancelled);
        });
        return drop;
    }

    private static async Task<int> DropAsync(ParkedMessages parked, IReadOnlyList<ParkedMessage> messages, bool isBulk,
        CancellationToken cancelled)
    {
        foreach (var message in messages)
        {
            cancelled.ThrowIfCancellationRequested();
            try
            {
                Console.Out.WriteLine(Printer.Json(ParkedText.FullJson(message, TimeProvider.System.GetUtcNow()),
                    isOnOneLine: isBulk));
            }
            catch (OutputException error)
            {
                await Console.Error.WriteLineAsync($"Message {message.Id} was not dropped, nor any after it, because "
                    + $"it could not be printed: {error.Message}.");
                return ExitCodes.SomethingIsWrong;
            }

            await parked.TakeAsync(message);
        }

        if (!isBulk)
            return ExitCodes.Done;
        var rest = parked.NotLookedAt == 0 ? ""
            : $", {parked.NotLookedAt} more not looked at: --limit takes more at once";
        await Console.Error.WriteLineAsync($"{messages.Count} dropped{rest}.");
        foreach (var (queue, error) in parked.Refused)
            await Console.Error.WriteLineAsync($"{queue}: {PlainText.Safe(error.Message)} {error.Remedy}");
        return parked.NotLookedAt > 0 || parked.Refused.Count > 0 ? ExitCodes.SomethingIsWrong : ExitCodes.Done;
    }

    private static CliException Unconfirmed(IReadOnlyList<ParkedMessage> messages)
    {
        var kinds = messages.CountBy(message => (message.Queue, Cause: Causes.Find(message))).Select(kind =>
            $"{kind.Value} {kind.Key.Cause} in {kind.Key.Queue}");
        return messages.Count == 0
            ? new CliException(ExitCodes.RefusedOrNotFound, "No parked message is as these options say.",
                "wallet errors summary shows what there is.")
            : new CliException(
                ExitCodes.UsageError,
                $"Nothing was dropped. {messages.Count} would be, for good: {string.Join(", ", kinds)}.",
                "Look at them with the same options of wallet errors list, and add --yes.");
    }
}
