using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Bus;
using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>Sends parked messages again, after asking the worker about each.</summary>
/// <param name="bus">Where the worker is asked.</param>
/// <param name="parked">Where the messages are held.</param>
internal sealed class Replay(BusSession bus, ParkedMessages parked)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private const int LooksMax = 100;

    /// <summary>Decides about all of them before anything is sent: what is sent must not make the rest look superseded. In the order in which they were sent.</summary>
    public async Task<IReadOnlyList<ReplayDecision>> DecideAsync(IEnumerable<ParkedMessage> messages, CancellationToken cancelled)
    {
        var decisions = new List<ReplayDecision>();
        foreach (var message in messages.OrderBy(ReplayDecision.SentBy))
        {
            var operation = message.OperationId is { } id
                ? await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = id }, cancelled)
                : null;
            var wallet = ReplayDecision.SetsBlindly(message) && message.Fields.Id("userId") is { } userId && userId != Guid.Empty
                ? await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId }, cancelled)
                : null;
            decisions.Add(ReplayDecision.Of(message, operation, wallet));
        }

        return ReplayDecision.AmongThemselves(decisions);
    }

    /// <summary>Carries the decisions out, one after another.</summary>
    /// <param name="decisions">What is to become of each.</param>
    /// <param name="isForced">Sends all of them again, whatever was decided.</param>
    /// <param name="cancelled">Stops between two messages, never within one.</param>
    /// <returns>What became of each, as it happens.</returns>
    public async IAsyncEnumerable<ReplayDecision> CarryOutAsync(
        IReadOnlyList<ReplayDecision> decisions, bool isForced, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancelled)
    {
        for (var index = 0; index < decisions.Count; index++)
        {
            cancelled.ThrowIfCancellationRequested();
            var decision = isForced ? Forced(decisions[index]) : decisions[index];
            // What is done with goes too: perhaps it was parked because its event or its answer could not be sent. A repeat
            // changes nothing, and sends both again.
            if (decision.IsSent || decision.IsAnswered)
                decision = await SendAsync(decision);
            yield return decision;

            // Those of one wallet must arrive in their order, and the worker takes many at once.
            var rest = decisions.Skip(index + 1).Where(one => isForced || one.IsSent);
            if (decision.IsSent && rest.Any(one => one.Message.Fields.Wallets.Intersect(decision.Message.Fields.Wallets).Any()))
                await WaitUntilDoneAsync(decision.Message, cancelled);
        }
    }

    /// <summary>What --force makes of a decision.</summary>
    public static ReplayDecision Forced(ReplayDecision decision) =>
        decision.IsSent ? decision : decision with { Verdict = Verdict.SentAgain, Reason = $"forced, although {decision.Reason}" };

    private async Task<ReplayDecision> SendAsync(ReplayDecision decision)
    {
        try
        {
            await parked.SendAgainAsync(decision.Message);
            return decision;
        }
        catch (PublishException)
        {
            return decision with
            {
                Verdict = Verdict.NotTaken,
                Reason = $"there is no queue {Queues.OriginOf(decision.Message.Queue)}: a worker declares it when it starts; wallet doctor says more",
            };
        }
    }

    /// <summary>Waits until the worker remembers the operation; one that is parked again is never remembered, so not for ever.</summary>
    private async Task WaitUntilDoneAsync(ParkedMessage message, CancellationToken cancelled)
    {
        for (var look = 0; look < LooksMax && message.OperationId is { } id; look++)
        {
            if ((await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = id }, cancelled)).Found)
                return;
            await Task.Delay(LookAgain, cancelled);
        }
    }
}
