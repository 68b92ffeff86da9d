namespace TypedTables;

/// <summary>Why a transaction was cancelled: there is one refusal for each action that DynamoDB refused.</summary>
/// <remarks>
/// <para>A lost condition comes with the item as it was stored at that moment, so that no further read is needed:
/// <c>refusal.Item(operations)</c> is the record that an <c>Add</c> collided with.</para>
/// <para>An action without a refusal may have lost its condition, too, since DynamoDB may report only the first that it
/// found. Conclude nothing from a missing refusal: read, decide and write again.</para>
/// </remarks>
public sealed class TransactRefusal
{
    private readonly byte[] _item;

    internal TransactRefusal(int index, TransactAction action, string code, string? message, byte[] item)
    {
        Index = index;
        Action = action;
        Code = code;
        Message = message;
        _item = item;
    }

    /// <summary>The action's position in the transaction, from 0.</summary>
    public int Index { get; }

    /// <summary>The refused action.</summary>
    public TransactAction Action { get; }

    /// <summary>
    /// DynamoDB's code of the reason, such as <see cref="DynamoDbErrors.ConditionalCheckFailed"/>,
    /// <see cref="DynamoDbErrors.TransactionConflict"/> or <see cref="DynamoDbErrors.ThrottlingError"/>.
    /// </summary>
    public string Code { get; }

    /// <summary>DynamoDB's message, or null.</summary>
    public string? Message { get; }

    /// <summary>Whether the action's condition did not hold. Any other reason says nothing about the item.</summary>
    public bool IsConditionLost => Code == DynamoDbErrors.ConditionalCheckFailed;

    /// <summary>Whether the reason is transient: a conflict with another call, or throttling.</summary>
    internal bool IsTransient => IsTransientCode(Code);

    /// <summary>
    /// The stored item. Null if there is none, or if the reason is not a lost condition: see
    /// <see cref="IsConditionLost"/>.
    /// </summary>
    /// <typeparam name="T">The type of the table's items.</typeparam>
    /// <param name="table">The action's table.</param>
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

    internal static bool IsTransientCode(string code) =>
        code
            is DynamoDbErrors.TransactionConflict
                or DynamoDbErrors.ThrottlingError
                or DynamoDbErrors.ProvisionedThroughputExceeded;
}
