using RabbitMQ.Client;

namespace Wallet.Cli.Parked;

/// <summary>A message that was fetched from a queue and not acknowledged yet.</summary>
/// <param name="Channel">The channel that holds it.</param>
/// <param name="Tag">The delivery tag to acknowledge.</param>
/// <param name="Properties">The properties and headers, as far as they can be read.</param>
internal sealed record HeldDelivery(IChannel Channel, ulong Tag, BasicProperties Properties);
