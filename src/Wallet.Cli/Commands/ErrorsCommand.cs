using System.CommandLine;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Cli.Parked;

namespace Wallet.Cli.Commands;

/// <summary><c>errors</c>: what became of messages that could not be carried out, and sending them again.</summary>
internal static class ErrorsCommand
{
    public static Command Errors() => new("errors", "Looks at messages that could not be carried out, and sends them again.") { List(), Show(), ReplayAgain(), Drop() };

    private static Command List()
    {
        var (queue, limit) = (Queue(), Limit());
        var list = new Command("list", "Lists the parked messages. They stay where they are.") { queue, limit };
        list.Run(async (session, cancelled) =>
        {
            await using var parked = await OpenAsync(session, queue, limit, cancelled);
            var now = TimeProvider.System.GetUtcNow();
            var result = new
            {
                Queues = parked.Counts.Select(one => new
                {
                    Queue = one.Key,
                    Count = one.Value,
                    Messages = parked.All.Where(message => message.Queue == one.Key).Select(message => ParkedWords.Json(message, now)),
                }),
            };
            session.Output.Result(result, screen => ParkedWords.List(screen, parked, now));
            return ExitCodes.Done;
        });
        return list;
    }

    private static Command Show()
    {
        var (id, queue, limit) = (Id(), Queue(), Limit());
        var show = new Command("show", "Shows a parked message: its body, its headers and its fault. It stays where it is.") { id, queue, limit };
        show.Run(async (session, cancelled) =>
        {
            await using var parked = await OpenAsync(session, queue, limit, cancelled);
            var messages = Called(parked, session.Get(id));
            var now = TimeProvider.System.GetUtcNow();
            session.Output.Result(
                new { Messages = messages.Select(message => ParkedWords.FullJson(message, now)) },
                screen => messages.ForEach(message => ParkedWords.Show(screen, message, now)));
            return ExitCodes.Done;
        });
        return show;
    }

    private static Command ReplayAgain()
    {
        var (id, queue, limit) = (Id(), Queue(), Limit());
        id.Arity = ArgumentArity.ZeroOrOne;
        var all = new Option<bool>("--all") { Description = "Every parked message." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would become of each." };
        var force = new Option<bool>("--force") { Description = "Send again whatever the worker remembers. An operation still takes effect once." };
        var replay = new Command(
            "replay",
            "Sends parked messages again, after asking the worker about each: what is already applied changes nothing but tells its events again, and what would undo a newer write stays.")
        {
            id, all, queue, dryRun, force, limit,
        };
        replay.Validators.Add(result =>
        {
            if ((result.GetResult(id) is { Tokens.Count: > 0 }) == result.GetValue(all))
                result.AddError("Give either the id of a message, as wallet errors list shows it, or --all.");
        });
        replay.Run(async (session, cancelled) =>
        {
            await using var parked = await OpenAsync(session, queue, limit, cancelled);
            var chosen = session.Get(all) ? parked.All : Called(parked, session.Get(id));
            await using var bus = await session.BusAsync(cancelled);
            var replayed = new Replay(bus, parked);
            var decisions = await DecideAsync(replayed, chosen, cancelled);
            var outcomes = session.Get(dryRun)
                ? decisions.Select(one => session.Get(force) ? Replay.Forced(one) : one).ToAsyncEnumerable()
                : replayed.CarryOutAsync(decisions, session.Get(force), cancelled);
            return await ParkedWords.ReplayAsync(session.Output, outcomes, session.Get(dryRun));
        });
        return replay;
    }

    /// <summary>What keeps the worker from saying what it remembers is most likely what the messages were parked for.</summary>
    private static async Task<IReadOnlyList<ReplayDecision>> DecideAsync(Replay replay, IEnumerable<ParkedMessage> messages, CancellationToken cancelled)
    {
        try
        {
            return await replay.DecideAsync(messages, cancelled);
        }
        catch (CliException error) when (error.ExitCode == ExitCodes.NoAnswer)
        {
            throw new CliException(
                ExitCodes.NoAnswer,
                $"Nothing was sent again, because no worker could say what it remembers of the operations. {error.Message}",
                "wallet doctor says what is wrong: mend it, and replay then. The question may be parked now, too, as a GetOperation or GetBalance: wallet errors drop takes it away.");
        }
    }

    private static Command Drop()
    {
        var (id, queue, limit) = (Id(), Queue(), Limit());
        var drop = new Command("drop", "Takes a parked message away for good, and prints it as JSON, so that it can be kept elsewhere.") { id, queue, limit };
        drop.Run(async (session, cancelled) =>
        {
            await using var parked = await OpenAsync(session, queue, limit, cancelled);
            var messages = Called(parked, session.Get(id));
            if (messages.Count > 1)
                throw new CliException(ExitCodes.RefusedOrNotFound, $"{messages.Count} parked messages are called {session.Get(id)}. Name one of {string.Join(", ", messages.Select(one => one.Id))}.");

            Console.WriteLine(Printer.Json(ParkedWords.FullJson(messages[0], TimeProvider.System.GetUtcNow())));
            await Console.Out.FlushAsync(cancelled);
            await parked.TakeAsync(messages[0]);
            return ExitCodes.Done;
        });
        return drop;
    }

    private static async Task<ParkedMessages> OpenAsync(Session session, Option<string?> queue, Option<int> limit, CancellationToken cancelled) =>
        await ParkedMessages.OpenAsync(session.Broker, session.Get(queue) is { } one ? [one] : Queues.Parked, session.Get(limit), cancelled);

    private static List<ParkedMessage> Called(ParkedMessages parked, string id) => parked.All.Where(message => message.IsCalled(id)).ToList() is { Count: > 0 } found
        ? found
        : throw new CliException(ExitCodes.RefusedOrNotFound, $"No parked message is called {id}.", "wallet errors list shows the ids; another --queue or a higher --limit may be needed.");

    private static Argument<string> Id() => new("id") { Description = "Its id in wallet errors list, or at least 4 digits of it; or its message id or operation id." };

    private static Option<string?> Queue()
    {
        var queue = new Option<string?>("--queue") { Description = "Only this queue, such as wallet-set-balance_error.", HelpName = "name" };
        queue.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Queues.Parked.Contains(result.Tokens[0].Value, StringComparer.Ordinal))
                result.AddError($"--queue is {result.Tokens[0].Value}, but takes one of {string.Join(", ", Queues.Parked)}.");
        });
        return queue;
    }

    private static Option<int> Limit() => Common.Checked(
        new Option<int>("--limit") { Description = "How many messages of each queue to look at, 1 to 10000.", HelpName = "count", DefaultValueFactory = _ => 1000 },
        count => count is >= 1 and <= 10_000,
        "takes a count from 1 to 10000");
}
