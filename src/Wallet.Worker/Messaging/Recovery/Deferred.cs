namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Marks a message that the broker has taken into a delay queue: it has neither failed nor been completed.
/// </summary>
internal sealed class Deferred;
