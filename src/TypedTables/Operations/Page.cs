using System.Text;
using System.Text.Json;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>One page of a query or scan.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Items">The items; may be none although more pages follow, where a filter left them out.</param>
/// <param name="Next">Where the next page starts, to be kept for as long as you like; null where this is the
/// last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, PageToken? Next);
