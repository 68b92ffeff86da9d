namespace TypedTables;

/// <summary>Why a transaction was refused as a whole: one of these for each action that was not let through.</summary>
/// <remarks>
/// <para>A lost condition comes with the item as it is stored at that moment, so that nothing needs to be read to know
/// what the condition was lost to: <c>refusal.Item(operations)</c> is the record that an <c>Add</c> has met.</para>
/// <para>What is not here may have lost its condition all the same, because DynamoDB may name only the first that it
/// found. So conclude from what is here, and never from what is not: read, decide and write again instead.</para>
/// </remarks>
public sealed class TransactRefusal
{
    /// <summary>The <see cref="Code"/> of a lost condition.</summary>
    internal const string ConditionLost = "ConditionalCheckFailed";

    private readonly byte[] _item;

    internal TransactRefusal(int index, TransactAction action, string code, string? message, byte[] item)
    {
        Index = index;
        Action = action;
        Code = code;
        Message = message;
        _item = item;
    }

    /// <summary>The action's place in the transaction, from 0.</summary>
    public int Index { get; }

    /// <summary>The action that was not let through.</summary>
    public TransactAction Action { get; }

    /// <summary>
    /// DynamoDB's code of the reason: <c>ConditionalCheckFailed</c>, <c>TransactionConflict</c>, <c>ThrottlingError</c>
    /// and so on.
    /// </summary>
    public string Code { get; }

    /// <summary>DynamoDB's words about it, or null.</summary>
    public string? Message { get; }

    /// <summary>Whether the action's condition did not hold. Every other reason says nothing of the item.</summary>
    public bool IsConditionLost => Code == ConditionLost;

    /// <summary>Whether the reason is a matter of a moment: another call on the item, or throttling.</summary>
    internal bool IsPassing => IsPassingCode(Code);

    /// <summary>
    /// The item as it is stored. Null where there is none, and where the reason is no lost condition: see
    /// <see cref="IsConditionLost"/>.
    /// </summary>
    /// <typeparam name="T">The type of the table's items.</typeparam>
    /// <param name="table">The table that the action is for.</param>
    /// <exception cref="ArgumentException">The action is for another table.</exception>
    /// <exception cref="ItemDecodeException">The stored item is not what the table declares.</exception>
    public T? Item<T>(Table<T> table)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(table);
        return table.Name == Action.Table
            ? table.Decode(_item)
            : throw new ArgumentException($"The action is for table '{Action.Table}'.", nameof(table));
    }

    internal static bool IsPassingCode(string code) =>
        code is "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded";
}
