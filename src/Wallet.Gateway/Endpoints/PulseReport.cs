using Wallet.Contracts;
using Wallet.Gateway.Pulse;

namespace Wallet.Gateway.Endpoints;

/// <summary>The state of the workers and their queues.</summary>
/// <param name="Connected">Whether the gateway is connected to the broker.</param>
/// <param name="Workers">The latest pulse of each worker that has published one recently.</param>
/// <param name="Queues">The worker's queues, at most a few seconds old; null if the broker cannot be asked.</param>
internal sealed record PulseReport(
    bool Connected,
    IReadOnlyList<WorkerPulse> Workers,
    IReadOnlyList<QueueDepth>? Queues
);
