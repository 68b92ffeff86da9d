namespace Wallet.Cli.Parked;

/// <summary>Decides which of several parked messages that set the same wallet is sent.</summary>
internal static class ConflictingSets
{
    /// <summary>
    /// Of several messages that set the same wallet without expecting a version, only the one sent last is sent again.
    /// If their order, among themselves or to another write of the wallet, is unknown, none is.
    /// </summary>
    public static IReadOnlyList<ReplayDecision> Settle(IReadOnlyList<ReplayDecision> decisions, ReplayChoice choice)
    {
        var sent = decisions.Where(one => one.IsSent && one.Message.IsWrite).ToList();
        return [.. decisions.Select(one =>
            one.IsSent && ReplayDecision.SetsBlindly(one.Message) ? Settle(one, sent, choice) : one)];
    }

    private static ReplayDecision Settle(ReplayDecision set, List<ReplayDecision> sent, ReplayChoice choice)
    {
        var wallet = set.Message.Fields.Id("userId") ?? Guid.Empty;
        var others = sent.Where(one =>
            one.Message.Fields.Wallets.Contains(wallet) && one.Message.OperationId != set.Message.OperationId).ToList();
        if (others.Where(one => ReplayDecision.SetsBlindly(one.Message)).LastOrDefault(one =>
            IsLater(one, set, sent, choice)) is { } later)
        {
            return set with
            {
                Verdict = Verdict.Superseded,
                Reason = $"a later message that sets wallet {wallet} is parked too: {later.Message.Id}",
            };
        }

        if (choice.TakesUndated || others.Find(one => !IsOrdered(one.Message, set.Message)) is not { } unordered)
            return set;
        return set with
        {
            Verdict = Verdict.Undated,
            Reason = $"{unordered.Message.Id} writes wallet {wallet} too, and nobody knows which of them was sent "
                + "first: --undated sends it all the same",
        };
    }

    private static bool IsOrdered(ParkedMessage one, ParkedMessage other) =>
        one.DatedAt is { } at && other.DatedAt is { } otherAt && at != otherAt;

    /// <summary>
    /// Compares by the time of sending; if that is to be ignored, by the time of parking and then by position.
    /// </summary>
    private static bool IsLater(ReplayDecision one, ReplayDecision other, List<ReplayDecision> sent,
        ReplayChoice choice)
    {
        if (!choice.TakesUndated)
            return IsOrdered(one.Message, other.Message) && one.Message.DatedAt > other.Message.DatedAt;
        var (at, otherAt) = (one.Message.SentBy, other.Message.SentBy);
        return at > otherAt || (at == otherAt && sent.IndexOf(one) > sent.IndexOf(other));
    }
}
