using System.Text.Json;

namespace TypedTables;

/// <summary>One action of a write transaction, created by a table: <c>wallets.Update(key, …)</c>.</summary>
public sealed class TransactAction
{
    internal TransactAction(string verb, string table, KeySchema key, TableWire wire, Action<Utf8JsonWriter> write)
    {
        Verb = verb;
        Table = table;
        Key = key;
        Wire = wire;
        Write = write;
    }

    /// <summary>The name in DynamoDB of the action's table.</summary>
    public string Table { get; }

    /// <summary><c>Put</c>, <c>Update</c>, <c>Delete</c> or <c>ConditionCheck</c>.</summary>
    public string Verb { get; }

    internal KeySchema Key { get; }

    internal TableWire Wire { get; }

    internal Action<Utf8JsonWriter> Write { get; }
}
