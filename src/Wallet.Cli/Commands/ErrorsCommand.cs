using System.CommandLine;
using Spectre.Console;
using Wallet.Cli.Output;
using Wallet.Cli.Parked;

namespace Wallet.Cli.Commands;

/// <summary><c>errors</c>: lists messages that could not be carried out, and replays them.</summary>
internal static class ErrorsCommand
{
    public static Command Errors() =>
        new("errors", "Looks at messages that could not be carried out, and sends them again.")
    {
        List(), Summary(), Show(), ReplayCommand.Replay(), DropCommand.Drop(),
    };

    /// <summary>The argument that identifies a parked message.</summary>
    public static Argument<string?> Id(bool isNeeded = true) => new("id")
    {
        Description = "Its id in wallet errors list, or at least 4 digits of it; or its message id or operation id.",
        Arity = isNeeded ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
    };

    private static Command List()
    {
        var options = new ParkedOptions();
        var list = options.AddTo(new Command("list", "Lists the parked messages. They stay where they are."));
        list.Run((session, cancelled) => LookAsync(session, options, null, (chosen, now) => new
        {
            Queues = chosen.Parked.Counts.Select(one => new
            {
                Queue = one.Key,
                Count = one.Value,
                Messages = chosen.Messages.Where(message => message.Queue == one.Key).Select(message =>
                    ParkedText.Json(message, now)),
            }),
            chosen.Parked.NotLookedAt,
            Refused = chosen.Parked.Refused.Select(one => new { Queue = one.Key, Problem = one.Value.Message }),
        }, ParkedText.List, cancelled));
        return list;
    }

    private static Command Summary()
    {
        var options = new ParkedOptions();
        var summary = options.AddTo(new Command("summary",
            "Counts the parked messages by queue, cause and fault, the most frequent first. They stay where they "
            + "are."));
        summary.Run((session, cancelled) => LookAsync(session, options, null, (chosen, now) => new
        {
            Groups = ParkedGroup.Group(chosen.Messages, now),
            chosen.Parked.NotLookedAt,
            Refused = chosen.Parked.Refused.Select(one => new { Queue = one.Key, Problem = one.Value.Message }),
        }, ParkedText.Summary, cancelled));
        return summary;
    }

    private static Command Show()
    {
        var (id, options) = (Id(), new ParkedOptions());
        var show = options.AddTo(new Command("show",
            "Shows a parked message: its body, its headers and its fault. It stays where it is.") { id });
        show.Run((session, cancelled) => LookAsync(
            session,
            options,
            id,
            (chosen, now) => new { Messages = chosen.Messages.Select(message => ParkedText.FullJson(message, now)) },
            (screen, chosen, now) =>
            {
                foreach (var message in chosen.Messages)
                    ParkedText.Show(screen, message, now);
            },
            cancelled));
        return show;
    }

    private static async Task<int> LookAsync(
        Session session,
        ParkedOptions options,
        Argument<string?>? id,
        Func<ParkedChoice, DateTimeOffset, object> json,
        Action<IAnsiConsole, ParkedChoice, DateTimeOffset> say,
        CancellationToken cancelled)
    {
        await using var parked = await options.OpenAsync(session, cancelled);
        var chosen = options.Choose(session, parked, id is null ? null : session.Parsed.GetValue(id));
        var now = TimeProvider.System.GetUtcNow();
        session.Output.Result(json(chosen, now), screen => say(screen, chosen, now));
        return parked.Refused.Count == 0 ? ExitCodes.Done : ExitCodes.SomethingIsWrong;
    }
}
