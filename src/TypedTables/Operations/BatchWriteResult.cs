using System.Runtime.InteropServices;
using System.Text.Json;

namespace TypedTables;

/// <summary>What a batch of writes left undone.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Unput">The items that the service would not store in time, however often it was asked.</param>
/// <param name="Undeleted">The keys whose items it would not delete.</param>
public sealed record BatchWriteResult<T>(IReadOnlyList<T> Unput, IReadOnlyList<Key> Undeleted)
    where T : class
{
    /// <summary>Whether everything was written.</summary>
    public bool IsComplete => Unput.Count == 0 && Undeleted.Count == 0;
}
