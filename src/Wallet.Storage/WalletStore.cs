using TypedTables;
using TypedTables.Expressions;
using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>
/// What can be done with wallets: read → decide → transact. Each operation takes effect at most once.
/// </summary>
/// <remarks>
/// <para>The wallets and the operation's record are written in one transaction. Its fences: each wallet has the version
/// that was read, and there is no record of the operation. A repeat, even one that another worker is carrying out at
/// this moment, loses the second fence and is answered with the record.</para>
/// <para>No method takes a cancellation token. A write that is given up half-way has an unknown outcome; every call is
/// bounded by the attempts and time-outs of the table client instead.</para>
/// </remarks>
internal sealed class WalletStore(
    TableClient client,
    WalletReader reader,
    Table<UserWallet> wallets,
    Table<OperationRecord> operations,
    WalletStoreOptions options,
    TimeProvider clock,
    FailPoints steps
)
{
    /// <summary>How often a write is decided anew, when others write the same wallets at the same time.</summary>
    internal const int DecisionsMax = 10;

    private static readonly TimeSpan PauseStep = TimeSpan.FromMilliseconds(20);

    /// <summary>The wallet as it is, or null where there is none.</summary>
    public Task<UserWallet?> FindAsync(Guid userId) => reader.FindAsync(userId);

    /// <summary>Since when operations are remembered, in UTC; null for ever.</summary>
    public DateTimeOffset? RememberedSince =>
        options.OperationRetentionDays == 0 ? null : clock.GetUtcNow().AddDays(-options.OperationRetentionDays);

    /// <summary>
    /// What became of an operation: one record, two for a transfer that was carried out, none where it is not
    /// remembered.
    /// </summary>
    /// <exception cref="TableOperationException">It is being carried out at this moment
    /// (<see cref="TableOperationException.IsConflict"/>, retryable); or the call failed.</exception>
    public Task<IReadOnlyList<OperationRecord>> FindOperationAsync(Guid operationId) =>
        FindOperationAsync(operationId, wallets: Enum.GetValues<OperationPart>().Length);

    /// <summary>
    /// What was done to a wallet, in the order of versions. The latest second may be missing, but nothing in between.
    /// </summary>
    /// <param name="userId">Whose wallet.</param>
    /// <param name="after">Only later versions than this.</param>
    /// <param name="limit">How many at the most.</param>
    public async Task<Page<AppliedRecord>> HistoryAsync(Guid userId, long after, int limit)
    {
        var query = operations
            .Query(OperationTable.UserId, userId)
            .On(OperationTable.ByWallet)
            .WithRange(OperationTable.Version.IsGreaterThan(after));
        var page = await query.InPagesOf(limit).PagesAsync().FirstAsync();
        return HistoryPages.UpToGap(
            new Page<AppliedRecord>([.. page.Items.Cast<AppliedRecord>()], page.Next),
            after,
            clock.GetUtcNow()
        );
    }

    /// <summary>Carries a command out, once.</summary>
    /// <exception cref="WalletContendedException">Others kept writing the same wallets; nothing changed.</exception>
    public async Task<WalletOutcome> ExecuteAsync(WalletCommand command)
    {
        var isRead = false;
        UserWallet?[] current = [];
        for (var decisions = 1; decisions <= DecisionsMax; decisions++)
        {
            await steps.HitAsync(FailPoint.BeforeRead, command.OperationId);
            if (!isRead)
                current = await Task.WhenAll(command.UserIds.Select(FindAsync));
            await steps.HitAsync(FailPoint.AfterRead, command.OperationId);
            var decision = WalletRules.Decide(current, command, clock.GetUtcNow());
            await steps.HitAsync(FailPoint.AfterDecide, command.OperationId);

            try
            {
                var (outcome, refusals) = decision is Decision.Write write
                    ? await TryWriteAsync(command, write.Changes)
                    : await TryRefuseAsync(command, (Decision.Refuse)decision);
                if (outcome is not null)
                    return outcome;
                isRead = !isRead && TryTake(refusals, current);
            }
            catch (TableOperationException error) when (error.IsConflict)
            {
                // Another transaction is on one of the items: somebody else's, or another copy of this message. If the
                // record has come all the same, it is the answer. What has not come says nothing of ours: look again.
                if (AllRecordsIn(command, error.Refusals) is { } records)
                    return (await AnswerAsync(command, records))!;
                isRead = false;
            }

            StorageMeters.Conflicts.Add(1);
            if (isRead)
                continue;
            // Not a secret, only a spread: writers that met once shall not meet again.
            await Task.Delay(PauseStep * Random.Shared.NextDouble() * decisions, clock);
        }

        throw new WalletContendedException(command);
    }

    /// <summary>Puts the wallets that came back with lost fences in the place of those that were read.</summary>
    /// <remarks>
    /// Nothing is concluded of the others: DynamoDB may name only the first fence that it found lost. Each fence stands
    /// again in the next transaction, the record's too. Whoever loses twice in a row waits and reads anew, so that
    /// writers who met do not go on in step.
    /// </remarks>
    /// <returns>Whether each lost fence brought its wallet.</returns>
    private bool TryTake(IReadOnlyList<TransactRefusal> refusals, UserWallet?[] current)
    {
        foreach (var refusal in refusals)
        {
            if (refusal.Action.Table != wallets.Name || refusal.Item(wallets) is not { } now)
                return false;
            current[refusal.Index] = now;
        }

        return refusals.Count > 0;
    }

    /// <summary>
    /// Writes; or finds that it was written before; or no outcome and the fences that were lost, where somebody else
    /// has changed a wallet meanwhile.
    /// </summary>
    private async Task<(WalletOutcome? Outcome, IReadOnlyList<TransactRefusal> Refusals)> TryWriteAsync(
        WalletCommand command,
        IReadOnlyList<WalletChange> changes)
    {
        var records = changes.Select((change, index) => RecordOf(command, change, (OperationPart)index)).ToList();
        var result = await client.TransactWriteAsync([
            .. changes.Select(wallets.Write),
            .. records.Select(operations.Add),
        ]);
        await steps.HitAsync(FailPoint.AfterTransact, command.OperationId);
        return (
            result.IsApplied ? new WalletOutcome.Applied(records) : await FindAnswerAsync(command, result.Refusals),
            result.Refusals);
    }

    /// <summary>Records a refusal; or finds what became of the operation before.</summary>
    /// <remarks>
    /// An operation that has taken effect has itself changed its wallets, so a refusal is only one if there is no
    /// record. And whoever was told of it must never see the operation take effect, when its message is delivered again
    /// and the wallets have changed.
    /// </remarks>
    private async Task<(WalletOutcome? Outcome, IReadOnlyList<TransactRefusal> Refusals)> TryRefuseAsync(
        WalletCommand command,
        Decision.Refuse refuse)
    {
        if (command.UserIds.Count > 1 && await FindLeftOverAsync(command) is { } before)
            return (before, []);

        var at = clock.GetUtcNow();
        var record = new RefusedRecord(
            command.OperationId,
            command.Content,
            refuse.Reason,
            refuse.Message,
            refuse.UserId,
            refuse.Current,
            at,
            ExpiryOf(at)
        );
        var result = await client.TransactWriteAsync([operations.Add(record)]);
        await steps.HitAsync(FailPoint.AfterTransact, command.OperationId);
        return (
            result.IsApplied ? WalletOutcome.Refused.From(record) : await FindAnswerAsync(command, result.Refusals),
            []);
    }

    /// <summary>
    /// What a transfer was answered before, where its first record may have expired: a refusal's fence is on the first,
    /// and would not meet the second.
    /// </summary>
    /// <remarks>
    /// The second may also be there because a copy of the message is being committed: so the answer is read in a
    /// transaction, which tells the two apart.
    /// </remarks>
    private async Task<WalletOutcome?> FindLeftOverAsync(WalletCommand command) =>
        await operations.GetAsync(OperationTable.KeyOf(command.OperationId, OperationPart.Second)) is null
            ? null
            : await AnswerAsync(command, await FindOperationAsync(command.OperationId, command.UserIds.Count));

    /// <summary>
    /// What the operation was answered before, where its transaction has met a record of it; null where it has not.
    /// </summary>
    private async Task<WalletOutcome?> FindAnswerAsync(WalletCommand command, IReadOnlyList<TransactRefusal> refusals)
    {
        if (!refusals.Any(refusal => refusal.Action.Table == operations.Name))
            return null;

        // Of a transfer's two, one alone may be all that is left, or all that DynamoDB has named.
        return await AnswerAsync(
            command,
            AllRecordsIn(command, refusals) ?? await FindOperationAsync(command.OperationId, command.UserIds.Count));
    }

    /// <summary>The operation's records as they came with lost fences; null where they are not all there.</summary>
    private List<OperationRecord>? AllRecordsIn(WalletCommand command, IReadOnlyList<TransactRefusal> refusals)
    {
        var records = refusals
            .Where(refusal => refusal.IsConditionLost && refusal.Action.Table == operations.Name)
            .Select(refusal => refusal.Item(operations))
            .OfType<OperationRecord>()
            .ToList();
        return records.Count == command.UserIds.Count || records is [RefusedRecord, ..] ? records : null;
    }

    private async Task<WalletOutcome?> AnswerAsync(WalletCommand command, IReadOnlyList<OperationRecord> records)
    {
        if (records.Count == 0)
            return null;
        var isSame = records[0].Content == command.Content;
        if (isSame && records[0] is RefusedRecord refused)
            return WalletOutcome.Refused.From(refused);
        if (isSame && records.Count == command.UserIds.Count)
            return new WalletOutcome.Applied([.. records.Cast<AppliedRecord>()], IsRepeat: true);

        // DynamoDB deletes expired records one by one, so that one of a transfer's two may be all that is left.
        var why = isSame
            ? $"was carried out at {records[0].At:O}, and what it did is half forgotten. Look at the wallets before "
                + "you send anything."
            : "has already been something else. Send a new operation with an id of its own.";
        var userId = command.UserIds[0];
        return new WalletOutcome.Refused(
            command.OperationId,
            RefusalReason.OperationIdReused,
            $"Operation {command.OperationId} {why}",
            userId,
            await FindAsync(userId)
        );
    }

    /// <summary>The records of an operation as they are at one moment.</summary>
    /// <remarks>
    /// DynamoDB commits the items of a transaction one after the other. A query may see one record of a transfer and
    /// not yet the other, or none although the wallet has changed already. A read in a transaction is refused instead,
    /// until the commit is over.
    /// </remarks>
    private async Task<IReadOnlyList<OperationRecord>> FindOperationAsync(Guid operationId, int wallets)
    {
        var reads = Enumerable
            .Range(0, wallets)
            .Select(part => operations.Read(OperationTable.KeyOf(operationId, (OperationPart)part)))
            .ToList();
        var found = await client.TransactGetAsync(reads);
        return [.. reads.Select(found.Item).OfType<OperationRecord>()];
    }

    private AppliedRecord RecordOf(WalletCommand command, WalletChange change, OperationPart part)
    {
        var at = change.After.UpdatedAt!.Value;
        return new AppliedRecord(
            command.OperationId,
            part,
            command.Content,
            change.After.UserId,
            change.After.Balance,
            change.Before?.Balance,
            change.After.Version,
            at,
            ExpiryOf(at)
        );
    }

    /// <summary>When a record may be forgotten, in whole seconds and not before its time.</summary>
    private DateTimeOffset? ExpiryOf(DateTimeOffset at) => options.OperationRetentionDays == 0
        ? null
        : DateTimeOffset.FromUnixTimeSeconds(at.AddDays(options.OperationRetentionDays).ToUnixTimeSeconds() + 1);
}
