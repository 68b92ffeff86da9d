namespace TypedTables.Wire;

/// <summary>Where responses come from: one connection, or a pool.</summary>
internal interface IReplySource
{
    /// <summary>
    /// Reports that a response belonged to another request. Nothing more may be read from the current connections,
    /// since every further response on the affected one would be wrong, too.
    /// </summary>
    void Distrust();
}
