namespace Wallet.Gateway.Pulse;

/// <summary>The length of a worker's queue and of its companion queues.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="Waiting">The number of messages waiting.</param>
/// <param name="Consumers">The number of workers that consume it.</param>
/// <param name="Errors">The number of messages in its error queue.</param>
/// <param name="Skipped">The number of messages that were skipped, because they are of another type.</param>
internal sealed record QueueDepth(string Queue, long Waiting, long Consumers, long Errors, long Skipped);
