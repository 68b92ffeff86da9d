using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Wire;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Changes attributes of one item in place; the item is made where there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="update">The changes. Attributes that it does not name stay as they are.</param>
    /// <param name="when">What must hold of the stored item; null changes whatever is there.</param>
    /// <param name="returnValues">Which item to answer with.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have taken effect all the same.</param>
    /// <exception cref="ItemEncodeException">The key is not this table's, or a value does not fit its
    /// field.</exception>
    /// <exception cref="ItemDecodeException">The item that came back is not what the table declares. The write took
    /// effect.</exception>
    /// <exception cref="TableOperationException"> The call failed. Without a condition: a sum does not fit its field,
    /// and nothing was changed (<see cref="TableOperationException.NumberOutOfRange"/>); with one, that is a lost
    /// condition.
    /// </exception>
    public async Task<WriteResult<T>> UpdateAsync(
        Key key,
        Update update,
        Condition? when = null,
        ReturnValues returnValues = ReturnValues.None,
        CancellationToken cancellationToken = default
    )
    {
        var request = Request((json, expressions) =>
        {
            WriteUpdate(json, expressions, key, update, when);
            WriteReturnValues(json, returnValues);
        });
        using var reply = await SendAsync("UpdateItem", request, _writeCheck, cancellationToken).ConfigureAwait(false);
        RequireInRange(reply, update, when);
        return ToResult(reply);
    }

    /// <summary>
    /// The same with optimistic locking: <c>UpdateAsync(key, Balance.Set(5), Version.Lock(wallet.Version))</c>.
    /// </summary>
    /// <param name="key">The item's key.</param>
    /// <param name="update">The changes, the version's not among them.</param>
    /// <param name="versionLock">The version to move on, and from where.</param>
    /// <param name="returnValues">Which item to answer with.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have taken effect all the same.</param>
    /// <inheritdoc cref="UpdateAsync(Key, Update, Condition, ReturnValues, CancellationToken)"/>
    public Task<WriteResult<T>> UpdateAsync(
        Key key,
        Update update,
        VersionLock versionLock,
        ReturnValues returnValues = ReturnValues.None,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(versionLock);
        return UpdateAsync(key, update.And(versionLock.Update), versionLock.Condition, returnValues, cancellationToken);
    }

    /// <summary>The same, answering with just the attributes that the update names.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="update">The changes.</param>
    /// <param name="returnChanged">Whether they are wanted as they were or as they are.</param>
    /// <param name="when">What must hold of the stored item.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have taken effect all the same.</param>
    /// <returns>Of a lost condition, every attribute of the item as it is stored.</returns>
    /// <inheritdoc cref="UpdateAsync(Key, Update, Condition, ReturnValues, CancellationToken)"/>
    public async Task<WriteResult<Item>> UpdateAsync(
        Key key,
        Update update,
        ReturnChanged returnChanged,
        Condition? when = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = Request((json, expressions) =>
        {
            WriteUpdate(json, expressions, key, update, when);
            json.WriteString("ReturnValues"u8, returnChanged == ReturnChanged.Old ? "UPDATED_OLD"u8 : "UPDATED_NEW"u8);
        });
        using var reply = await SendAsync("UpdateItem", request, _writeCheck, cancellationToken).ConfigureAwait(false);
        RequireInRange(reply, update, when);
        return reply.ErrorCode is null
            ? new WriteResult<Item>(true, DecodeSome(reply.Find("Attributes"u8), only: null))
            : new WriteResult<Item>(false, DecodeSome(reply.Find("Item"u8), only: null));
    }

    /// <summary>The same as an action of a transaction.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="update">The changes.</param>
    /// <param name="when">What must hold of the stored item; beside it, that a sum fits its field.</param>
    public TransactAction Update(Key key, Update update, Condition? when = null) =>
        Action("Update", (json, expressions) => WriteUpdate(json, expressions, key, update, when));

    private void WriteUpdate(Utf8JsonWriter json, ExpressionWriter expressions, Key key, Update update, Condition? when)
    {
        ArgumentNullException.ThrowIfNull(update);
        WriteKey(json, key);
        json.WriteString("UpdateExpression"u8, update.Write(expressions));
        WriteCondition(json, expressions, update.Bound is { } bound ? when?.And(bound) ?? bound : when);
    }

    /// <summary>A caller who has set no condition does not expect to lose one.</summary>
    private void RequireInRange(WireReply reply, Update update, Condition? when)
    {
        if (reply.ErrorCode is null || when is not null || update.Bound is not { } bound)
            return;

        var fields = string.Join(
            " or ",
            bound.Fields.Select(field => $"field '{field.Name}' could not hold, which takes {field.Expected}"));
        throw new TableOperationException(
            "UpdateItem",
            TableOperationException.NumberOutOfRange,
            $"the sum would be one that {fields}, and nothing was changed. Send a smaller amount, or give a condition "
            + "to be told by a result.",
            isRetryable: false,
            reply.RequestId) { Table = Name };
    }
}
