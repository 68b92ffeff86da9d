using System.CommandLine;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Cli.Parked;
using Wallet.Contracts;

namespace Wallet.Cli.Commands;

/// <summary>The options of all <c>errors</c> commands that select parked messages.</summary>
internal sealed class ParkedOptions
{
    public Option<string?> Queue { get; } = OneOf("--queue", "Only this queue, such as wallet-set-balance_error.",
        "name", Queues.Parked);

    public Option<string?> Cause { get; } = new("--cause")
    {
        Description = "Only this cause, as wallet errors summary names it: "
            + $"{Causes.BadMessage}, {Causes.WrongType}, {Causes.Unreadable}, {Causes.DeliveredTooOften}, "
            + $"{Causes.Expired}, {Causes.Unknown}, or an exception's name.",
        HelpName = "name",
    };

    public Option<string?> Type { get; } = OneOf("--type", "Only this message, such as SetBalance.", "name",
        [.. QueueNames.Inputs.Select(Queues.MessageOf)]);

    public Option<Guid?> Wallet { get; } = new("--wallet") { Description = "Only what names this wallet.",
        HelpName = "uuid" };

    public Option<string?> Fault { get; } = new("--fault") { Description = "Only what has this in its fault.",
        HelpName = "text" };

    public Option<TimeSpan?> OlderThan { get; } = CommandOptions.Duration("--older-than",
        "Only what was parked longer ago: 30s, 5m, 1h, 7d.");

    public Option<TimeSpan?> NewerThan { get; } = CommandOptions.Duration("--newer-than",
        "Only what was parked since: 30s, 5m, 1h, 7d.");

    public Option<int> Limit { get; } = CommandOptions.Checked(
        new Option<int>("--limit") { Description = "How many messages of each queue to look at, 1 to 10000.",
            HelpName = "count", DefaultValueFactory = _ => 1000 },
        count => count is >= 1 and <= 10_000,
        "takes a count from 1 to 10000");

    public Command AddTo(Command command)
    {
        foreach (var option in new Option[] { Queue, Cause, Type, Wallet, Fault, OlderThan, NewerThan, Limit })
            command.Add(option);
        return command;
    }

    public Task<ParkedMessages> OpenAsync(Session session, CancellationToken cancelled) => ParkedMessages.OpenAsync(
        session.Broker, session.Get(Queue) is { } one ? [one] : Queues.Parked, session.Get(Limit), session.Timeout,
            cancelled);

    /// <summary>Selects the messages.</summary>
    /// <param name="session">The command's arguments.</param>
    /// <param name="parked">All messages that were looked at.</param>
    /// <param name="id">The id that identifies a message; null selects all that meet the criteria.</param>
    /// <exception cref="CliException">No message has that id.</exception>
    public ParkedChoice Choose(Session session, ParkedMessages parked, string? id)
    {
        var criteria = new ParkedCriteria(
            session.Get(Cause), session.Get(Type), session.Get(Wallet), session.Get(Fault), session.Get(OlderThan),
                session.Get(NewerThan));
        var now = TimeProvider.System.GetUtcNow();
        var messages = parked.All.Where(message =>
            criteria.Takes(message, now) && (id is null || message.IsIdentifiedBy(id))).ToList();
        // A sender may have given its message the id of another.
        if (messages.Exists(message => message.Id == id))
            messages = messages.FindAll(message => message.Id == id);
        if (id is null || messages.Count > 0)
            return new ParkedChoice(parked, criteria, messages);
        throw parked.Refused.Values.FirstOrDefault() ?? new CliException(
            ExitCodes.RefusedOrNotFound,
            $"No parked message is called {id}.",
            "wallet errors list shows the ids; another --queue or a higher --limit may be needed.");
    }

    private static Option<string?> OneOf(string name, string description, string helpName, IReadOnlyList<string> values)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !values.Contains(result.Tokens[0].Value, StringComparer.Ordinal))
                result.AddError($"{name} is {result.Tokens[0].Value}, but takes one of {string.Join(", ", values)}.");
        });
        return option;
    }
}
