using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;

namespace Wallet.Gateway.Pulse;

/// <summary>A queue of the worker's, and what became of messages that could not be carried out.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Waiting">How many messages wait to be taken.</param>
/// <param name="Consumers">How many workers take from it.</param>
/// <param name="Errors">How many are parked in its error queue.</param>
/// <param name="Skipped">How many were put aside because they are of another type.</param>
internal sealed record QueueDepth(string Queue, long Waiting, long Consumers, long Errors, long Skipped);
