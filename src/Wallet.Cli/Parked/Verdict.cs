namespace Wallet.Cli.Parked;

/// <summary>What to do with a parked message.</summary>
internal enum Verdict
{
    /// <summary>It is sent to its queue again.</summary>
    SentAgain,

    /// <summary>
    /// The operation has taken effect; the message is sent again for its events and response, and changes nothing.
    /// </summary>
    AlreadyApplied,

    /// <summary>
    /// The operation was refused for good; the message is sent again for its response, and changes nothing.
    /// </summary>
    AlreadyRefused,

    /// <summary>Its wallet was written after it was sent; it stays.</summary>
    Superseded,

    /// <summary>It sets a balance, and whether its wallet was written after it was sent is unknown; it stays.</summary>
    Undated,

    /// <summary>It expired before a worker took it, and was not selected by name; it stays.</summary>
    Expired,

    /// <summary>It is older than what the worker surely remembers; it stays.</summary>
    Forgotten,

    /// <summary>Its operation id was used for another request; it stays.</summary>
    IdReused,

    /// <summary>The worker would park it again; it stays.</summary>
    NotCarriedOut,

    /// <summary>The broker refused it; it stays.</summary>
    NotTaken,
}
