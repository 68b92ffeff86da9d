namespace SystemTests.Histories;

/// <summary>
/// Says whether what clients were told can be explained by each operation having taken effect once, at one moment, in
/// one order.
/// </summary>
/// <remarks>
/// The versions of a wallet are that order, so it need not be searched for: it is enough to check that everybody saw
/// it.
/// </remarks>
internal static class HistoryChecker
{
    /// <summary>Every objection; none where the history is linearizable.</summary>
    public static IReadOnlyList<Objection> Check(History history) =>
        [
            .. history
                .Changes.GroupBy(change => change.Wallet)
                .SelectMany(wallet => CheckChain([.. wallet.OrderBy(change => change.Version)])),
            .. CheckOperations(history),
            .. CheckAnswers(history),
            .. CheckRepeats(history),
            .. CheckOrder(history),
            .. CheckSums(history),
            .. CheckWallets(history),
            .. CheckEvents(history),
        ];

    /// <summary>Versions 1, 2, 3 …, each naming the balance before.</summary>
    private static IEnumerable<Objection> CheckChain(List<Change> chain)
    {
        var (version, balance) = (0L, (long?)null);
        foreach (var change in chain)
        {
            if (change.Version <= version)
                yield return new(ObjectionKind.Fork, $"wallet {change.Wallet} has version {change.Version} twice");
            if (change.Version > version + 1)
                yield return new(
                    ObjectionKind.Gap,
                    $"wallet {change.Wallet} has version {change.Version} after version {version}"
                );
            if (change.Previous != balance)
                yield return new(
                    ObjectionKind.Torn,
                    $"version {change.Version} of wallet {change.Wallet} names {change.Previous} before it, not "
                        + $"{balance}"
                );
            (version, balance) = (change.Version, change.Balance);
        }
    }

    /// <summary>
    /// No operation has two versions of a wallet, in records, answers and events together, and each is recorded for all
    /// of its wallets or none.
    /// </summary>
    private static IEnumerable<Objection> CheckOperations(History history)
    {
        var wallets = history
            .Entries.Where(entry => entry.OperationId is not null)
            .GroupBy(entry => entry.OperationId!.Value)
            .ToDictionary(copies => copies.Key, copies => copies.First().Wallets);
        var recorded = history.Changes.Select(change => (change.OperationId, change.Wallet, change.Version)).ToList();
        var answered =
            from entry in history.Entries
            where entry.OperationId is not null
            from seen in entry.Seen
            select (entry.OperationId!.Value, seen.Wallet, seen.Version);
        var published = (history.Events ?? []).Select(one =>
            (one.Change.OperationId, one.Change.Wallet, one.Change.Version)
        );
        foreach (var operation in recorded.Concat(answered).Concat(published).Distinct().GroupBy(one => one.Item1))
        {
            var asked = wallets.GetValueOrDefault(operation.Key);
            if (operation.Count() > asked)
                yield return new(
                    ObjectionKind.Doubled,
                    $"operation {operation.Key} is about {asked} wallets and has "
                        + $"{string.Join(", ", operation.Select(one => $"version {one.Version} of {one.Wallet}"))}"
                );
        }

        foreach (
            var operation in recorded
                .GroupBy(one => one.OperationId)
                .Where(operation => operation.Count() < wallets.GetValueOrDefault(operation.Key))
        )
            yield return new(
                ObjectionKind.Torn,
                $"operation {operation.Key} is recorded for one of its wallets and not for the other"
            );
    }

    /// <summary>What was answered is recorded as it was answered, and what was refused is not recorded.</summary>
    private static IEnumerable<Objection> CheckAnswers(History history)
    {
        var byOperation = history.Changes.ToLookup(change => (change.OperationId, change.Wallet));
        var byVersion = history.Changes.ToLookup(change => (change.Wallet, change.Version));
        foreach (var entry in history.Entries)
        {
            foreach (var seen in entry.Seen.Where(seen => seen.Version > 0))
            {
                var recorded = entry.OperationId is { } id
                    ? byOperation[(id, seen.Wallet)].ToList()
                    : byVersion[(seen.Wallet, seen.Version)].ToList();
                if (recorded.Count == 0 && entry.OperationId is not null)
                    yield return new(
                        ObjectionKind.Lost,
                        $"operation {entry.OperationId} was answered with version {seen.Version} of wallet "
                            + $"{seen.Wallet} and is not recorded"
                    );
                else if (!recorded.Exists(change => Tells(seen, change, entry.OperationId is not null)))
                    yield return new(
                        ObjectionKind.Torn,
                        $"version {seen.Version} of wallet {seen.Wallet} was answered otherwise than it is recorded"
                    );
            }
        }

        // A refusal is final: no copy of a message is carried out once another has been refused.
        var operations = history.Changes.Select(change => change.OperationId).ToHashSet();
        foreach (
            var copies in history
                .Entries.Where(entry => entry.OperationId is not null)
                .GroupBy(entry => entry.OperationId!.Value)
        )
        {
            if (operations.Contains(copies.Key) && copies.Any(copy => copy.Outcome == Outcome.Refused))
                yield return new(ObjectionKind.Torn, $"operation {copies.Key} was refused and is recorded");
        }
    }

    private static bool Tells(Seen seen, Change change, bool isWrite) =>
        seen.Version == change.Version
        && seen.Balance == change.Balance
        && seen.At == change.At
        && (!isWrite || seen.Previous == change.Previous);

    /// <summary>
    /// Every copy of an operation is answered alike; one sent after it was carried out is not refused.
    /// </summary>
    private static IEnumerable<Objection> CheckRepeats(History history)
    {
        foreach (
            var copies in history
                .Entries.Where(entry => entry.OperationId is not null)
                .GroupBy(entry => entry.OperationId!.Value)
        )
        {
            var answers = copies.Where(copy => copy.Outcome == Outcome.Ok).OrderBy(copy => copy.End).ToList();
            if (answers.Exists(answer => !answer.Seen.SequenceEqual(answers[0].Seen)))
                yield return new(ObjectionKind.Repeat, $"operation {copies.Key} was answered in two ways");
            if (answers.Count > 0 && copies.Any(copy => copy.Outcome == Outcome.Refused && copy.Begin > answers[0].End))
                yield return new(
                    ObjectionKind.Repeat,
                    $"operation {copies.Key} was refused after it had been carried out"
                );
        }
    }

    /// <summary>
    /// What ended before something else began has a smaller version than a write, and no greater one than a read.
    /// </summary>
    /// <remarks>
    /// A repeat is answered with what was made long ago, so a write counts once, from when its first copy was sent.
    /// </remarks>
    private static IEnumerable<Objection> CheckOrder(History history)
    {
        var firstBegin = history
            .Entries.Where(entry => entry.OperationId is not null)
            .GroupBy(entry => entry.OperationId!.Value)
            .ToDictionary(copies => copies.Key, copies => copies.Min(copy => copy.Begin));
        var all =
            from entry in history.Entries
            from seen in entry.Seen
            select (
                IsWrite: entry.OperationId is not null,
                Begin: entry.OperationId is { } id ? firstBegin[id] : entry.Begin,
                entry.End,
                Seen: seen
            );
        foreach (var wallet in all.GroupBy(one => one.Seen.Wallet))
        {
            var ended = wallet.OrderBy(one => one.End).ToList();
            var (next, newest) = (0, 0L);
            foreach (var one in wallet.OrderBy(one => one.Begin))
            {
                for (; next < ended.Count && ended[next].End < one.Begin; next++)
                    newest = Math.Max(newest, ended[next].Seen.Version);
                if (one.Seen.Version < newest + (one.IsWrite ? 1 : 0))
                    yield return new(
                        ObjectionKind.Stale,
                        $"version {one.Seen.Version} of wallet {wallet.Key} was answered to what was asked after "
                            + $"version {newest} had been"
                    );
            }
        }
    }

    /// <summary>What leaves one wallet in a transfer reaches the other.</summary>
    private static IEnumerable<Objection> CheckSums(History history) =>
        history
            .Changes.GroupBy(change => change.OperationId)
            .Where(operation =>
                operation.Select(change => change.Wallet).Distinct().Count() == 2
                && operation.Sum(change => change.Balance - (change.Previous ?? 0)) != 0
            )
            .Select(operation => new Objection(ObjectionKind.Sum, $"transfer {operation.Key} made or lost money"));

    /// <summary>A wallet stands where its last change left it.</summary>
    private static IEnumerable<Objection> CheckWallets(History history)
    {
        var last = history
            .Changes.GroupBy(change => change.Wallet)
            .ToDictionary(wallet => wallet.Key, wallet => wallet.MaxBy(change => change.Version)!);
        return (history.Wallets ?? [])
            .Where(seen => !last.TryGetValue(seen.Wallet, out var change) || !Tells(seen, change, isWrite: false))
            .Select(seen => new Objection(
                ObjectionKind.Torn,
                $"wallet {seen.Wallet} stands at version {seen.Version} with {seen.Balance}, and its last change is "
                    + $"{last.GetValueOrDefault(seen.Wallet)}"
            ));
    }

    /// <summary>
    /// Every change was published, as it is recorded, under one message id however often; and nothing else was.
    /// </summary>
    private static IEnumerable<Objection> CheckEvents(History history)
    {
        if (history.Events is not { } events)
            yield break;

        var recorded = history.Changes.ToHashSet();
        var published = events.Select(one => one.Change).ToHashSet();
        foreach (var change in recorded.Except(published))
            yield return new(ObjectionKind.Event, $"{change} was not published");
        foreach (var change in published.Except(recorded))
            yield return new(ObjectionKind.Event, $"{change} was published and is not recorded");
        foreach (
            var ids in events
                .Distinct()
                .GroupBy(one => (one.Change.OperationId, one.Change.Wallet))
                .Where(ids => ids.Select(one => one.MessageId).Distinct().Count() > 1)
        )
            yield return new(
                ObjectionKind.Event,
                $"operation {ids.Key.OperationId} was published for wallet {ids.Key.Wallet} under several message ids"
            );
    }
}
