namespace Wallet.Hosting.Broker;

/// <summary>RabbitMQ's queue types.</summary>
internal enum QueueType
{
    Quorum,
    Classic,
}
