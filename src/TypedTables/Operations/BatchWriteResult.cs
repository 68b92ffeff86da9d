namespace TypedTables;

/// <summary>The result of a batch of writes.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Unput">The items that the service did not store after all attempts.</param>
/// <param name="Undeleted">The keys whose items it did not delete.</param>
public sealed record BatchWriteResult<T>(IReadOnlyList<T> Unput, IReadOnlyList<Key> Undeleted)
    where T : class
{
    /// <summary>Whether everything was written.</summary>
    public bool IsComplete => Unput.Count == 0 && Undeleted.Count == 0;
}
