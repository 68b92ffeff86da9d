using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>What to do with a parked message, and why. Pure: decided from what the worker remembers.</summary>
/// <param name="Message">The message.</param>
/// <param name="Verdict">What to do with it.</param>
/// <param name="Reason">The reason, for people.</param>
internal sealed record ReplayDecision(ParkedMessage Message, Verdict Verdict, string Reason)
{
    private const int FaultLengthMax = 300;

    public bool IsSent => Verdict == Verdict.SentAgain;

    /// <summary>
    /// Whether the operation is complete: the message is sent only so that its response and events are sent again.
    /// </summary>
    public bool IsAnswered => Verdict is Verdict.AlreadyApplied or Verdict.AlreadyRefused;

    /// <summary>
    /// Whether it sets a balance without expecting a version, so that sending it late undoes later changes.
    /// </summary>
    public static bool SetsBlindly(ParkedMessage message) =>
        message.Type == nameof(SetBalance) && message.Fields.Number("expectedVersion") is null;

    /// <summary>Decides about one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="knowledge">What the worker knows about it.</param>
    /// <param name="choice">The user's choices.</param>
    /// <param name="now">The current time.</param>
    public static ReplayDecision Decide(
        ParkedMessage message,
        WorkerKnowledge knowledge,
        ReplayChoice choice,
        DateTimeOffset now
    )
    {
        var (verdict, reason) = DecideWithoutWorker(message, choice)
            ?? DecideFromKnowledge(message, knowledge, choice, now);
        return new ReplayDecision(message, verdict, reason);
    }

    /// <summary>What can be decided without asking the worker; null if it must be asked.</summary>
    public static (Verdict Verdict, string Reason)? DecideWithoutWorker(ParkedMessage message, ReplayChoice choice)
    {
        if (message.IsSkipped)
            return (Verdict.NotCarriedOut, "it is of another type than its queue takes, and would be put aside again");
        if (message.Unreadable is { } why)
            return (Verdict.NotCarriedOut,
                $"no worker can read its properties ({why}): --force sends its body without them");
        if (message.IsBad)
            return (Verdict.NotCarriedOut,
                "the worker can never carry it out as it stands, and would park it again: send it fixed "
                + $"({PlainText.Cut(Causes.Describe(message), FaultLengthMax)})");
        if (message.IsExpired && !choice.TakesExpired)
        {
            return (Verdict.Expired,
                $"its sender's time limit was over at {PlainText.Time(message.ParkedAt)}, before a worker took it, "
                + $"and its sender may have done something else since: name {message.Id} to send it all the same");
        }

        if (!message.IsWrite)
            return (Verdict.SentAgain, "it is a question, which changes nothing");
        return message.OperationId is null
            ? (Verdict.NotCarriedOut,
                "it names no operation and has no message id that could stand for one, so the worker would park it "
                + "again")
            : null;
    }

    private static (Verdict Verdict, string Reason) DecideFromKnowledge(
        ParkedMessage message,
        WorkerKnowledge knowledge,
        ReplayChoice choice,
        DateTimeOffset now)
    {
        if (knowledge.Operation is not { } operation)
            return (Verdict.NotCarriedOut, "the worker knows no such operation id");
        if (operation.Refused is { } refused)
            return (
                Verdict.AlreadyRefused,
                $"it was refused ({refused.Reason}), which is final: send what is still wanted as a new operation"
            );
        if (operation.Found)
        {
            return HasDone(operation, message)
                ? (Verdict.AlreadyApplied, Applied(operation))
                : (
                    Verdict.IdReused,
                    $"operation {operation.OperationId} has done something else: send this one with an id of its own"
                );
        }

        if (operation.RememberedSince is { } since && (message.SentBy is null || message.SentBy < since))
            return (
                Verdict.Forgotten,
                $"operations are remembered since {PlainText.Time(since)}, and this one is older: look at wallet "
                    + "history whether it was carried out"
            );
        if (!knowledge.ProvesNotDone(message, now))
        {
            var sent = message.DatedAt is { } at ? $"it was sent at {PlainText.Time(at)}"
                : "it does not say when it was sent";
            return (Verdict.Forgotten,
                $"{sent}, and not all that was done to its wallet since is remembered (perhaps the setting was "
                + "shorter then): "
                + "look at wallet history whether it was carried out");
        }

        return SetsBlindly(message) && knowledge.Wallets is [{ Found: true } wallet, ..]
            && WouldUndo(message, wallet, choice) is { } stays
            ? stays
            : (Verdict.SentAgain, $"operation {operation.OperationId} has not been carried out");
    }

    /// <summary>The decision if sending a set now would, or might, undo a later write; null if it would not.</summary>
    private static (Verdict Verdict, string Reason)? WouldUndo(ParkedMessage message, BalanceResult wallet,
        ReplayChoice choice)
    {
        var written = $"wallet {wallet.UserId} was written at {PlainText.Time(wallet.UpdatedAt)} (version "
            + $"{wallet.Version})";
        if (wallet.UpdatedAt >= message.SentBy)
            return (Verdict.Superseded,
                $"{written}, after this was sent at {PlainText.Time(message.SentBy)}: sending it would undo that");
        if (choice.TakesUndated || (message.DatedAt is not null && wallet.UpdatedAt is not null))
            return null;
        return (Verdict.Undated,
            $"{written}, and {(message.DatedAt is null ? "this does not say when it was sent" : "nobody knows when")}, "
            + "so it may be older: --undated sends it all the same");
    }

    /// <summary>Whether the operation did what the message asks for.</summary>
    private static bool HasDone(OperationResult operation, ParkedMessage message)
    {
        var (first, last, fields) = (operation.Changes[0], operation.Changes[^1], message.Fields);
        return message.Type switch
        {
            nameof(SetBalance) => first.UserId == fields.Id("userId") && first.Balance == fields.Number("balance"),
            nameof(AdjustBalance) => first.UserId == fields.Id("userId")
                && (Int128)first.Balance - (first.PreviousBalance ?? 0) == fields.Number("amount"),
            _ => first.UserId == fields.Id("from")
                && last.UserId == fields.Id("to")
                && (Int128)last.Balance - (last.PreviousBalance ?? 0) == fields.Number("amount"),
        };
    }

    private static string Applied(OperationResult operation) =>
        string.Join(
            "; ",
            operation.Changes.Zip(
                operation.Wallets,
                (change, wallet) =>
                    $"it made version {change.Version} of wallet {change.UserId}, which "
                        + (wallet.Version == change.Version ? "still has it" : $"now has version {wallet.Version}")
            )
        );
}
