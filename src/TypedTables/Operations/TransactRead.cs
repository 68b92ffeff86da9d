using System.Text.Json;

namespace TypedTables;

/// <summary>One read of a transaction, created by a table: <c>wallets.Read(key)</c>.</summary>
public abstract class TransactRead
{
    private protected TransactRead(string table, KeySchema key, TableWire wire, Action<Utf8JsonWriter> write)
    {
        Table = table;
        Key = key;
        Wire = wire;
        Write = write;
    }

    internal string Table { get; }

    internal KeySchema Key { get; }

    internal TableWire Wire { get; }

    internal Action<Utf8JsonWriter> Write { get; }
}

/// <inheritdoc/>
/// <typeparam name="T">The type of the item.</typeparam>
public sealed class TransactRead<T> : TransactRead
    where T : class
{
    internal TransactRead(Table<T> source, Action<Utf8JsonWriter> write)
        : base(source.Name, source.Schema.Key, source.Wire, write) => Source = source;

    internal Table<T> Source { get; }
}
