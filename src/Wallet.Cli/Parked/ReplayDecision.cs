using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>What is to become of a parked message, and why. Pure: decided from what the worker remembers.</summary>
/// <param name="Message">The message.</param>
/// <param name="Verdict">What is to become of it.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record ReplayDecision(ParkedMessage Message, Verdict Verdict, string Reason)
{
    public bool IsSent => Verdict == Verdict.SentAgain;

    /// <summary>Whether it is done with: it goes back to its queue only so that its answer, and its events, are sent again.</summary>
    public bool IsAnswered => Verdict is Verdict.AlreadyApplied or Verdict.AlreadyRefused;

    /// <summary>Decides about one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="operation">What is remembered of its operation; null where it is none.</param>
    /// <param name="wallet">The wallet that it would set, as it is; null where it sets none.</param>
    public static ReplayDecision Of(ParkedMessage message, OperationResult? operation, BalanceResult? wallet)
    {
        var (verdict, reason) = Decide(message, operation, wallet);
        return new ReplayDecision(message, verdict, reason);
    }

    /// <summary>Of several messages that set the same wallet, whatever its version, only the one that was sent last is sent again.</summary>
    public static IReadOnlyList<ReplayDecision> AmongThemselves(IReadOnlyList<ReplayDecision> decisions)
    {
        var settled = decisions.ToList();
        var rivals = settled.Where(one => one.IsSent && SetsBlindly(one.Message)).GroupBy(one => one.Message.Fields.Id("userId"));
        foreach (var group in rivals.Select(group => group.OrderBy(one => SentBy(one.Message)).ToList()))
        {
            foreach (var earlier in group.SkipLast(1).Where(one => one.Message.OperationId != group[^1].Message.OperationId))
            {
                settled[settled.IndexOf(earlier)] = earlier with
                {
                    Verdict = Verdict.Superseded,
                    Reason = $"a later message that sets wallet {earlier.Message.Fields.Id("userId")} is parked too: {group[^1].Message.Id}",
                };
            }
        }

        return settled;
    }

    /// <summary>When it was sent, at the latest.</summary>
    public static DateTimeOffset? SentBy(ParkedMessage message) => message.SentAt ?? message.ParkedAt;

    /// <summary>Whether it sets a balance whatever the wallet's version, so that sending it late undoes what came between.</summary>
    public static bool SetsBlindly(ParkedMessage message) => message.Type == nameof(SetBalance) && message.Fields.Number("expectedVersion") is null;

    private static (Verdict Verdict, string Reason) Decide(ParkedMessage message, OperationResult? operation, BalanceResult? wallet)
    {
        if (message.IsSkipped)
            return (Verdict.NotCarriedOut, "it is of another type than its queue takes, and would be put aside again");
        if (message.IsBad)
            return (Verdict.NotCarriedOut, "the worker can never carry it out as it stands, and would park it again: send it mended");
        if (message.Type is not (nameof(SetBalance) or nameof(AdjustBalance) or nameof(TransferBalance)))
            return (Verdict.SentAgain, "it is a question, which changes nothing");
        if (operation is null)
            return (Verdict.NotCarriedOut, "it names no operation and has no message id that could stand for one, so the worker would park it again");
        if (operation.Refused is { } refused)
            return (Verdict.AlreadyRefused, $"it was refused ({refused.Reason}), which is final: send what is still wanted as a new operation");
        if (operation.Found)
        {
            return Did(operation, message)
                ? (Verdict.AlreadyApplied, Applied(operation))
                : (Verdict.IdReused, $"operation {operation.OperationId} has done something else: send this one with an id of its own");
        }

        var sentBy = SentBy(message);
        if (operation.RememberedSince is { } since && (sentBy is null || sentBy < since))
            return (Verdict.Forgotten, $"operations are remembered since {Plain.Time(since)}, and this one is older: look at wallet history whether it was carried out");
        return SetsBlindly(message) && wallet?.UpdatedAt is { } updatedAt && (sentBy is null || updatedAt >= sentBy)
            ? (Verdict.Superseded, $"wallet {wallet.UserId} was written at {Plain.Time(updatedAt)} (version {wallet.Version}), after this was sent at {Plain.Time(sentBy)}: sending it would undo that")
            : (Verdict.SentAgain, $"operation {operation.OperationId} has not been carried out");
    }

    /// <summary>Whether what the operation did is what the message asks for.</summary>
    private static bool Did(OperationResult operation, ParkedMessage message)
    {
        var (first, last, fields) = (operation.Changes[0], operation.Changes[^1], message.Fields);
        return message.Type switch
        {
            nameof(SetBalance) => first.UserId == fields.Id("userId") && first.Balance == fields.Number("balance"),
            nameof(AdjustBalance) => first.UserId == fields.Id("userId") && (Int128)first.Balance - (first.PreviousBalance ?? 0) == fields.Number("amount"),
            _ => first.UserId == fields.Id("from") && last.UserId == fields.Id("to") && (Int128)last.Balance - (last.PreviousBalance ?? 0) == fields.Number("amount"),
        };
    }

    private static string Applied(OperationResult operation) => string.Join("; ", operation.Changes.Zip(operation.Wallets, (change, wallet) =>
        $"it made version {change.Version} of wallet {change.UserId}, which {(wallet.Version == change.Version ? "still has it" : $"now has version {wallet.Version}")}"));
}

/// <summary>What becomes of a parked message.</summary>
internal enum Verdict
{
    /// <summary>It goes back to its queue.</summary>
    SentAgain,

    /// <summary>It has taken effect; it goes back to its queue for its events and its answer, and changes nothing.</summary>
    AlreadyApplied,

    /// <summary>It was refused, which is final; it goes back to its queue for its answer, and changes nothing.</summary>
    AlreadyRefused,

    /// <summary>Its wallet was written after it was sent; it stays.</summary>
    Superseded,

    /// <summary>It is older than what the worker remembers; it stays.</summary>
    Forgotten,

    /// <summary>Its operation id stands for something else; it stays.</summary>
    IdReused,

    /// <summary>The worker would park it again; it stays.</summary>
    NotCarriedOut,

    /// <summary>The broker did not take it back; it stays.</summary>
    NotTaken,
}
