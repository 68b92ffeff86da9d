using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>What the worker knows that matters for replaying a message.</summary>
/// <param name="Operation">The record of its operation; null if there is none, or the message names none.</param>
/// <param name="Wallets">The current state of the wallets that it would write.</param>
/// <param name="IsHistoryWhole">
/// Whether the history contains every change of one of these wallets since the message was sent.
/// </param>
internal sealed record WorkerKnowledge(
    OperationResult? Operation,
    IReadOnlyList<BalanceResult> Wallets,
    bool IsHistoryWhole)
{
    /// <summary>
    /// A worker remembers an operation for at least a day, whatever its settings were; minus an hour for clock
    /// differences.
    /// </summary>
    public static readonly TimeSpan SurelyRemembered = TimeSpan.FromHours(23);

    /// <summary>
    /// How far the clocks of senders and workers may differ without a completed operation being sent again.
    /// </summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromHours(1);

    public static WorkerKnowledge Nothing { get; } = new(null, [], IsHistoryWhole: false);

    /// <summary>
    /// Whether a message whose operation is not remembered cannot have been carried out. Within a day a missing record
    /// proves that by itself. After that the record may have expired, whatever the present setting, so the wallets must
    /// prove it.
    /// </summary>
    public bool ProvesNotDone(ParkedMessage message, DateTimeOffset now) =>
        message.SentBy > now - SurelyRemembered
        || IsHistoryWhole
        || Wallets.Any(wallet =>
            !wallet.Found || wallet.UpdatedAt is not { } at || IsSurelyBefore(at, message.DatedAt));

    /// <summary>Whether a history contains every change of a wallet since a time.</summary>
    /// <param name="history">The latest remembered changes, in the order of versions.</param>
    /// <param name="wallet">The wallet's current state.</param>
    /// <param name="since">The time.</param>
    public static bool IsWhole(IReadOnlyList<BalanceUpdated> history, BalanceResult wallet, DateTimeOffset since)
    {
        if (history.Count == 0 || history[^1].Version < wallet.Version)
            return false;
        var version = history[^1].Version;
        for (var index = history.Count - 1; index >= 0; index--, version--)
        {
            if (history[index].Version != version)
                return false;
            if (IsSurelyBefore(history[index].UpdatedAt, since))
                return true;
        }

        return version == 0;
    }

    /// <remarks>
    /// Nothing is subtracted from the sender's time, which may be the earliest possible one; the worker's never is.
    /// </remarks>
    private static bool IsSurelyBefore(DateTimeOffset written, DateTimeOffset? sent) => written + ClockSkewMax < sent;
}
