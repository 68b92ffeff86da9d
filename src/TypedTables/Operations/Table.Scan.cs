namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Reads every item, and pays for all of them: rarely what a program wants.</summary>
    public Scan<T> Scan() => new(this);
}
