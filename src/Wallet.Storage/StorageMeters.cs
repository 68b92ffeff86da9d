using System.Diagnostics.Metrics;

namespace Wallet.Storage;

/// <summary>What storing wallets adds to the meter <c>Wallet.Worker</c>; see docs/telemetry.md.</summary>
internal static class StorageMeters
{
    private static readonly Meter Meter = new("Wallet.Worker");

    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "wallet.conflicts",
        "{decision}",
        "Decisions made again, because others had changed the wallet."
    );
}
