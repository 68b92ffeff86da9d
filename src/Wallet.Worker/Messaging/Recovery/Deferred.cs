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

/// <summary>On a message that the broker has taken for later: it has neither failed nor been carried out.</summary>
internal sealed class Deferred;
