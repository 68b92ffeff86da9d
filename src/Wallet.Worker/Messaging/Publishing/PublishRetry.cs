namespace Wallet.Worker.Messaging.Publishing;

/// <summary>What is tried again when the broker has not confirmed a message.</summary>
internal enum PublishRetry
{
    /// <summary>Nothing: the caller knows another way.</summary>
    None,

    /// <summary>A broker that is away. A queue that takes nothing, such as a full one, is not.</summary>
    Outages,

    /// <summary>A queue that takes nothing, too.</summary>
    OutagesAndRejections,
}
