using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>Sends parked messages again, after asking the worker about each.</summary>
/// <param name="bus">The bus on which to ask the worker.</param>
/// <param name="parked">The messages.</param>
/// <param name="choice">The user's choices.</param>
internal sealed class Replay(BusSession bus, ParkedMessages parked, ReplayChoice choice)
{
    private const int PageSize = 100;
    private const int PagesMax = 50;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private const int LooksMax = 100;

    /// <summary>
    /// Decides about all messages, in the order in which they were sent, before any is sent: one that is sent must not
    /// make the rest look superseded.
    /// </summary>
    public async Task<IReadOnlyList<ReplayDecision>> DecideAsync(
        IEnumerable<ParkedMessage> messages,
        CancellationToken cancelled
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        var decisions = new List<ReplayDecision>();
        foreach (var message in messages.OrderBy(message => message.SentBy))
            decisions.Add(ReplayDecision.Decide(message, await LearnAsync(message, now, cancelled), choice, now));
        return ConflictingSets.Settle(decisions, choice);
    }

    /// <summary>Carries the decisions out one by one.</summary>
    /// <param name="decisions">The decisions.</param>
    /// <param name="cancelled">Stops between two messages, never within one.</param>
    /// <returns>The result for each message, as it happens.</returns>
    public async IAsyncEnumerable<ReplayDecision> CarryOutAsync(
        IReadOnlyList<ReplayDecision> decisions,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancelled)
    {
        for (var index = 0; index < decisions.Count; index++)
        {
            cancelled.ThrowIfCancellationRequested();
            var decision = Final(decisions[index]);
            // A completed operation is sent, too: it may have been parked because its event or response could not be
            // sent. A repeat changes nothing, and sends both again.
            if (decision.IsSent || decision.IsAnswered)
                decision = await SendAsync(decision);
            yield return decision;

            // Messages for one wallet must arrive in order, and the worker processes many at once.
            var rest = decisions.Skip(index + 1).Where(one => Final(one).IsSent);
            if (
                decision.IsSent
                && rest.Any(one => one.Message.Fields.Wallets.Intersect(decision.Message.Fields.Wallets).Any())
            )
                await WaitUntilDoneAsync(decision.Message, cancelled);
        }
    }

    /// <summary>
    /// Applies --force to a decision. Expired messages are only sent if they were selected as such, too.
    /// </summary>
    public ReplayDecision Final(ReplayDecision decision) =>
        !choice.IsForced || decision.IsSent || decision.Verdict == Verdict.Expired
        ? decision
        : decision with { Verdict = Verdict.SentAgain, Reason = $"forced, although {decision.Reason}" };

    private async Task<WorkerKnowledge> LearnAsync(
        ParkedMessage message,
        DateTimeOffset now,
        CancellationToken cancelled)
    {
        if (ReplayDecision.DecideWithoutWorker(message, choice) is not null || message.OperationId is not { } id)
            return WorkerKnowledge.Nothing;
        try
        {
            var operation = await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = id },
                cancelled);
            var isRecent = message.SentBy > now - WorkerKnowledge.SurelyRemembered;
            if (operation.Found || operation.Refused is not null || (isRecent && !ReplayDecision.SetsBlindly(message)))
                return new WorkerKnowledge(operation, [], IsHistoryWhole: false);

            var wallets = new List<BalanceResult>();
            foreach (var userId in message.Fields.Wallets.Where(wallet => wallet != Guid.Empty))
                wallets.Add(await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId },
                    cancelled));
            var isWhole = !isRecent && message.DatedAt is { } sent && wallets is [{ Found: true } first, ..]
                && await IsHistoryWholeAsync(first, sent, cancelled);
            return new WorkerKnowledge(operation, wallets, isWhole);
        }
        catch (CliException error) when (error.ExitCode == ExitCodes.RefusedOrNotFound)
        {
            return WorkerKnowledge.Nothing; // its id is not even valid for a query
        }
    }

    /// <summary>Whether the history is complete since a time. It can only be read from its beginning.</summary>
    private async Task<bool> IsHistoryWholeAsync(BalanceResult wallet, DateTimeOffset since,
        CancellationToken cancelled)
    {
        var history = new List<BalanceUpdated>();
        long? after = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var answer = await bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = wallet.UserId,
                After = after, Limit = PageSize }, cancelled);
            history.AddRange(answer.Operations);
            after = answer.Next;
            if (after is null)
                return WorkerKnowledge.IsWhole(history, wallet, since);
        }

        return false;
    }

    private async Task<ReplayDecision> SendAsync(ReplayDecision decision)
    {
        try
        {
            await parked.SendAgainAsync(decision.Message);
            return decision;
        }
        catch (OperationInterruptedException error) when (IsRefused(error))
        {
            return decision with
            {
                Verdict = Verdict.NotTaken,
                Reason = $"the broker takes no such message any more: {error.ShutdownReason!.ReplyText}",
            };
        }
        catch (PublishException error)
        {
            var queue = Queues.OriginOf(decision.Message.Queue);
            return decision with
            {
                Verdict = Verdict.NotTaken,
                Reason = error.IsReturn
                    ? $"there is no queue {queue}: a worker declares it when it starts; wallet doctor says more"
                    : $"queue {queue} is full, or has lost the majority of its nodes; wallet doctor says more",
            };
        }
    }

    private static bool IsRefused(OperationInterruptedException error) =>
        error.ShutdownReason is { ReplyCode: Constants.PreconditionFailed or Constants.ContentTooLarge };

    /// <summary>
    /// Waits, for a limited time, until the worker has a record of the operation. One that is parked again never gets
    /// one.
    /// </summary>
    private async Task WaitUntilDoneAsync(ParkedMessage message, CancellationToken cancelled)
    {
        for (var look = 0; look < LooksMax && message.OperationId is { } id; look++)
        {
            if (
                (
                    await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = id }, cancelled)
                ).Found
            )
                return;
            await Task.Delay(LookAgain, cancelled);
        }
    }
}
