namespace TypedTables.Wire;

/// <summary>What happens if a request is carried out a second time, because its first response was lost.</summary>
internal enum Idempotency
{
    /// <summary>
    /// Same effect and same response: reads, plain writes, and transactions, whose token the service recognises.
    /// </summary>
    Idempotent,

    /// <summary>
    /// Same effect, but another response: the old item that it returns is the one that the first attempt wrote.
    /// </summary>
    ResponseDiffers,

    /// <summary>Another effect: it would, for example, add to a number twice.</summary>
    NotIdempotent,
}
