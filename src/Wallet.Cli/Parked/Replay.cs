using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;
using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>Sends parked messages again, after asking the worker about each.</summary>
/// <param name="bus">Where the worker is asked.</param>
/// <param name="parked">Where the messages are held.</param>
/// <param name="choice">What was decided beforehand.</param>
internal sealed class Replay(BusSession bus, ParkedMessages parked, ReplayChoice choice)
{
    private const int PageSize = 100;
    private const int PagesMax = 50;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private const int LooksMax = 100;

    /// <summary>
    /// Decides about all of them before anything is sent: what is sent must not make the rest look superseded. In the
    /// order in which they were sent.
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
        return Rivals.Settle(decisions, choice);
    }

    /// <summary>Carries the decisions out, one after another.</summary>
    /// <param name="decisions">What is to become of each.</param>
    /// <param name="cancelled">Stops between two messages, never within one.</param>
    /// <returns>What became of each, as it happens.</returns>
    public async IAsyncEnumerable<ReplayDecision> CarryOutAsync(
        IReadOnlyList<ReplayDecision> decisions,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancelled)
    {
        for (var index = 0; index < decisions.Count; index++)
        {
            cancelled.ThrowIfCancellationRequested();
            var decision = Final(decisions[index]);
            // What is done with goes too: perhaps it was parked because its event or its answer could not be sent. A
            // repeat changes nothing, and sends both again.
            if (decision.IsSent || decision.IsAnswered)
                decision = await SendAsync(decision);
            yield return decision;

            // Those of one wallet must arrive in their order, and the worker takes many at once.
            var rest = decisions.Skip(index + 1).Where(one => Final(one).IsSent);
            if (
                decision.IsSent
                && rest.Any(one => one.Message.Fields.Wallets.Intersect(decision.Message.Fields.Wallets).Any())
            )
                await WaitUntilDoneAsync(decision.Message, cancelled);
        }
    }

    /// <summary>What --force makes of a decision. What had expired it takes only where that was chosen, too.</summary>
    public ReplayDecision Final(ReplayDecision decision) =>
        !choice.IsForced || decision.IsSent || decision.Verdict == Verdict.Expired
        ? decision
        : decision with { Verdict = Verdict.SentAgain, Reason = $"forced, although {decision.Reason}" };

    private async Task<Knowledge> LearnAsync(ParkedMessage message, DateTimeOffset now, CancellationToken cancelled)
    {
        if (ReplayDecision.Unasked(message, choice) is not null || message.OperationId is not { } id)
            return Knowledge.Nothing;
        try
        {
            var operation = await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = id },
                cancelled);
            var isRecent = message.SentBy > now - Knowledge.SurelyRemembered;
            if (operation.Found || operation.Refused is not null || (isRecent && !ReplayDecision.SetsBlindly(message)))
                return new Knowledge(operation, [], IsHistoryWhole: false);

            var wallets = new List<BalanceResult>();
            foreach (var userId in message.Fields.Wallets.Where(wallet => wallet != Guid.Empty))
                wallets.Add(await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId },
                    cancelled));
            var isWhole = !isRecent && message.DatedAt is { } sent && wallets is [{ Found: true } first, ..]
                && await IsHistoryWholeAsync(first, sent, cancelled);
            return new Knowledge(operation, wallets, isWhole);
        }
        catch (CliException error) when (error.ExitCode == ExitCodes.RefusedOrNotFound)
        {
            return Knowledge.Nothing; // It names what the worker does not even take for a question.
        }
    }

    /// <summary>
    /// Looks through what is remembered of a wallet, from its beginning: there is no other way to its end.
    /// </summary>
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
                return Knowledge.IsWhole(history, wallet, since);
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
    /// Waits until the worker remembers the operation; one that is parked again is never remembered, so not for ever.
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
