using Wallet.Contracts;

namespace Wallet.Cli.Parked;

/// <summary>What the worker knows that bears on a parked message.</summary>
/// <param name="Operation">What is remembered of its operation; null where it is none, or names none.</param>
/// <param name="Wallets">The wallets that it would write, as they are.</param>
/// <param name="IsHistoryWhole">Whether all that was done to one of these wallets since the message was sent is still
/// remembered.</param>
internal sealed record Knowledge(OperationResult? Operation, IReadOnlyList<BalanceResult> Wallets, bool IsHistoryWhole)
{
    /// <summary>
    /// A worker remembers an operation for a day at least, whatever its settings were; less an hour, for clocks that
    /// differ.
    /// </summary>
    public static readonly TimeSpan SurelyRemembered = TimeSpan.FromHours(23);

    /// <summary>
    /// How far the clocks of senders and workers may be apart without that anything is sent again that was done.
    /// </summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromHours(1);

    public static Knowledge Nothing { get; } = new(null, [], IsHistoryWhole: false);

    /// <summary>
    /// Whether a message whose operation is not remembered cannot have been carried out either. That it is not
    /// remembered says so by itself for a
    /// day only: its record may have expired, whatever the workers' present setting for that is. Beyond that its
    /// wallets must tell.
    /// </summary>
    public bool ProvesNotDone(ParkedMessage message, DateTimeOffset now) =>
        message.SentBy > now - SurelyRemembered
        || IsHistoryWhole
        || Wallets.Any(wallet =>
            !wallet.Found || wallet.UpdatedAt is not { } at || IsSurelyBefore(at, message.DatedAt));

    /// <summary>Whether a wallet's history holds everything that was done to it since a time.</summary>
    /// <param name="history">The latest of what is remembered, in the order of versions.</param>
    /// <param name="wallet">The wallet as it is.</param>
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
    /// Nothing is taken off the sender's time, which may be the first that there is; a worker's is none of these.
    /// </remarks>
    private static bool IsSurelyBefore(DateTimeOffset written, DateTimeOffset? sent) => written + ClockSkewMax < sent;
}
