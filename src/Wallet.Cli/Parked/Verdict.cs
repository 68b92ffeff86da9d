namespace Wallet.Cli.Parked;

/// <summary>What becomes of a parked message.</summary>
internal enum Verdict
{
    /// <summary>It goes back to its queue.</summary>
    SentAgain,

    /// <summary>
    /// It has taken effect; it goes back to its queue for its events and its answer, and changes nothing.
    /// </summary>
    AlreadyApplied,

    /// <summary>
    /// It was refused, which is final; it goes back to its queue for its answer, and changes nothing.
    /// </summary>
    AlreadyRefused,

    /// <summary>Its wallet was written after it was sent; it stays.</summary>
    Superseded,

    /// <summary>
    /// It sets a balance, and nobody can tell whether its wallet was written after it was sent; it stays.
    /// </summary>
    Undated,

    /// <summary>It expired before a worker took it, and was not chosen by name; it stays.</summary>
    Expired,

    /// <summary>It is older than what the worker is sure to remember; it stays.</summary>
    Forgotten,

    /// <summary>Its operation id stands for something else; it stays.</summary>
    IdReused,

    /// <summary>The worker would park it again; it stays.</summary>
    NotCarriedOut,

    /// <summary>The broker did not take it back; it stays.</summary>
    NotTaken,
}
