using RabbitMQ.Client;

namespace Wallet.Cli.Parked;

/// <summary>A message as it lies in a queue, held and not acknowledged.</summary>
/// <param name="Channel">What holds it.</param>
/// <param name="Tag">What it is acknowledged by.</param>
/// <param name="Properties">Its properties and headers, as far as they can be read.</param>
internal sealed record Delivery(IChannel Channel, ulong Tag, BasicProperties Properties);
