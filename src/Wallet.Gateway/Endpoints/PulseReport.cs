using Wallet.Contracts;
using Wallet.Gateway.Pulse;

namespace Wallet.Gateway.Endpoints;

/// <summary>How the workers and their queues are.</summary>
/// <param name="Connected">Whether the gateway is connected to the broker.</param>
/// <param name="Workers">The latest pulse of each worker that was heard of lately.</param>
/// <param name="Queues">The worker's queues, a few seconds old at the most; null where the broker cannot be
/// asked.</param>
internal sealed record PulseReport(
    bool Connected,
    IReadOnlyList<WorkerPulse> Workers,
    IReadOnlyList<QueueDepth>? Queues
);
