using System.Collections.Frozen;
using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using TypedTables;
using Wallet.Hosting.Queues;
using Wallet.Storage;
using Wallet.Worker.Messaging.Publishing;
using Wallet.Worker.Messaging.Topology;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Messaging.Recovery;

/// <summary>
/// Marks a message that the broker has taken into a delay queue: it has neither failed nor been completed.
/// </summary>
internal sealed class Deferred;
