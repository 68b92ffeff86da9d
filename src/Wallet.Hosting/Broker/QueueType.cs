using System.ComponentModel.DataAnnotations;
using Wallet.Hosting.Settings;

namespace Wallet.Hosting.Broker;

/// <summary>What RabbitMQ's queues can be.</summary>
internal enum QueueType
{
    Quorum,
    Classic,
}
