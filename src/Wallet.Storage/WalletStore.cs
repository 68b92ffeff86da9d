using TypedTables;
using TypedTables.Expressions;
using Wallet.Contracts;
using Wallet.Storage.Domain;

namespace Wallet.Storage;

/// <summary>Executes commands on wallets: read, decide, transact. Each operation takes effect at most once.</summary>
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
    /// <summary>How often a command is decided at most while other writers change the same wallets.</summary>
    internal const int DecisionsMax = 10;

    private static readonly TimeSpan PauseStep = TimeSpan.FromMilliseconds(20);

    /// <summary>Reads a wallet; null if it does not exist.</summary>
    public Task<UserWallet?> FindAsync(Guid userId) => reader.FindAsync(userId);

    /// <summary>The time since which operations are remembered, in UTC; null if for ever.</summary>
    public DateTimeOffset? RememberedSince =>
        options.OperationRetentionDays == 0 ? null : clock.GetUtcNow().AddDays(-options.OperationRetentionDays);

    /// <summary>
    /// Finds the records of an operation: one, or two for a transfer that took effect; none if it is not remembered.
    /// </summary>
    /// <exception cref="TableOperationException">
    /// The operation is being committed (<see cref="TableOperationException.IsConflict"/>, retryable), or the call
    /// failed.
    /// </exception>
    public Task<IReadOnlyList<OperationRecord>> FindOperationAsync(Guid operationId) =>
        FindOperationAsync(operationId, wallets: Enum.GetValues<OperationPart>().Length);

    /// <summary>
    /// Reads a wallet's history in the order of versions. The latest second may be missing, but nothing in between.
    /// </summary>
    /// <param name="userId">The wallet's user.</param>
    /// <param name="after">Only versions after this one.</param>
    /// <param name="limit">The maximum number of changes.</param>
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

    /// <summary>Executes a command once.</summary>
    /// <exception cref="WalletContendedException">
    /// Other writers kept changing the same wallets; this call changed nothing.
    /// </exception>
    public async Task<WalletOutcome> ExecuteAsync(WalletCommand command)
    {
        var cameWithRefusal = false;
        UserWallet?[] current = [];
        for (var decisions = 1; decisions <= DecisionsMax; decisions++)
        {
            await steps.HitAsync(FailPoint.BeforeRead, command.OperationId);
            if (!cameWithRefusal)
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
                cameWithRefusal = !cameWithRefusal && TryAdopt(refusals, current);
            }
            catch (TableOperationException error) when (error.IsConflict)
            {
                // Another transaction is writing one of the items: another writer's, or another copy of this message.
                // If the records came with the refusal, they are the result. Otherwise nothing is known: read again.
                if (AllRecordsIn(command, error.Refusals) is { } records)
                    return (await OutcomeOfAsync(command, records))!;
                cameWithRefusal = false;
            }

            StorageMeters.Conflicts.Add(1);
            if (cameWithRefusal)
                continue;
            // Random only to spread the load: writers that collided once should not collide again.
            await Task.Delay(PauseStep * Random.Shared.NextDouble() * decisions, clock);
        }

        throw new WalletContendedException(command);
    }

    /// <summary>Replaces the wallets that were read by those that came with lost fences.</summary>
    /// <remarks>
    /// Other wallets are kept: DynamoDB may report only the first lost fence. The next transaction checks every fence
    /// again, including the records'. After two losses in a row the caller waits and reads again, so that colliding
    /// writers do not stay in step.
    /// </remarks>
    /// <returns>Whether every lost fence came with its wallet.</returns>
    private bool TryAdopt(IReadOnlyList<TransactRefusal> refusals, UserWallet?[] current)
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
    /// Writes the changes. The outcome may be an earlier one of the same operation; it is null, with the lost fences,
    /// if another writer has changed a wallet meanwhile.
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
            result.IsApplied ? new WalletOutcome.Applied(records) : await FindEarlierAsync(command, result.Refusals),
            result.Refusals);
    }

    /// <summary>Records the refusal, or finds an earlier outcome of the same operation.</summary>
    /// <remarks>
    /// An operation that has taken effect has changed its own wallets, so a refusal counts only if there is no record
    /// yet. And it must be recorded before it is reported: when the message is delivered again the wallets may have
    /// changed, and the operation must not take effect then.
    /// </remarks>
    private async Task<(WalletOutcome? Outcome, IReadOnlyList<TransactRefusal> Refusals)> TryRefuseAsync(
        WalletCommand command,
        Decision.Refuse refuse)
    {
        if (command.UserIds.Count > 1 && await FindSecondRecordAsync(command) is { } before)
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
            result.IsApplied ? WalletOutcome.Refused.From(record) : await FindEarlierAsync(command, result.Refusals),
            []);
    }

    /// <summary>
    /// Finds an earlier outcome of a transfer whose first record may have expired. A refusal's fence is on the first
    /// record only, so it would not notice the second.
    /// </summary>
    /// <remarks>
    /// The second record may also exist because another copy of the message is being committed. Reading in a
    /// transaction tells the two cases apart.
    /// </remarks>
    private async Task<WalletOutcome?> FindSecondRecordAsync(WalletCommand command) =>
        await operations.GetAsync(OperationTable.KeyOf(command.OperationId, OperationPart.Second)) is null
            ? null
            : await OutcomeOfAsync(command, await FindOperationAsync(command.OperationId, command.UserIds.Count));

    /// <summary>Finds the operation's earlier outcome, if its transaction met a record; otherwise null.</summary>
    private async Task<WalletOutcome?> FindEarlierAsync(WalletCommand command, IReadOnlyList<TransactRefusal> refusals)
    {
        if (!refusals.Any(refusal => refusal.Action.Table == operations.Name))
            return null;

        // One of a transfer's two records may have expired, or DynamoDB may have reported only one.
        return await OutcomeOfAsync(
            command,
            AllRecordsIn(command, refusals) ?? await FindOperationAsync(command.OperationId, command.UserIds.Count));
    }

    /// <summary>The operation's records, if all of them came with the lost fences; otherwise null.</summary>
    private List<OperationRecord>? AllRecordsIn(WalletCommand command, IReadOnlyList<TransactRefusal> refusals)
    {
        var records = refusals
            .Where(refusal => refusal.IsConditionLost && refusal.Action.Table == operations.Name)
            .Select(refusal => refusal.Item(operations))
            .OfType<OperationRecord>()
            .ToList();
        return records.Count == command.UserIds.Count || records is [RefusedRecord, ..] ? records : null;
    }

    private async Task<WalletOutcome?> OutcomeOfAsync(WalletCommand command, IReadOnlyList<OperationRecord> records)
    {
        if (records.Count == 0)
            return null;
        var isSame = records[0].Content == command.Content;
        if (isSame && records[0] is RefusedRecord refused)
            return WalletOutcome.Refused.From(refused);
        if (isSame && records.Count == command.UserIds.Count)
            return new WalletOutcome.Applied([.. records.Cast<AppliedRecord>()], IsRepeat: true);

        // DynamoDB deletes expired records one by one, so one of a transfer's two may be gone.
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

    /// <summary>Reads the records of an operation as a consistent snapshot.</summary>
    /// <remarks>
    /// DynamoDB commits the items of a transaction one after another. A query might see only one record of a transfer,
    /// or none although a wallet has changed. A read in a transaction fails instead until the commit is over.
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

    /// <summary>When a record may be deleted, rounded up to a whole second.</summary>
    private DateTimeOffset? ExpiryOf(DateTimeOffset at) => options.OperationRetentionDays == 0
        ? null
        : DateTimeOffset.FromUnixTimeSeconds(at.AddDays(options.OperationRetentionDays).ToUnixTimeSeconds() + 1);
}
