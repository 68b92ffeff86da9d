using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Wire.Checks;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Every item. All of them are read and paid for: rarely what a program wants.</summary>
    public Scan<T> Scan() => new(this);
}
