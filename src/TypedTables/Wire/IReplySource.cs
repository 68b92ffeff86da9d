namespace TypedTables.Wire;

/// <summary>Where answers come from: a connection, or several.</summary>
internal interface IReplySource
{
    /// <summary>
    /// Says that an answer was another request's. Nothing more may be read from the connections that there are now:
    /// whichever of them has lost count, each further answer of it would be wrong as well.
    /// </summary>
    void Distrust();
}
