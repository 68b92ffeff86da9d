using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Wire;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Changes attributes of one item. Creates the item if there is none.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="update">The changes. Other attributes keep their values.</param>
    /// <param name="when">A condition on the stored item; null updates unconditionally.</param>
    /// <param name="returnValues">Which item to return.</param>
    /// <param name="cancellationToken">Cancels waiting; the write may take effect all the same.</param>
    /// <exception cref="ItemEncodeException">The key is not this table's, or a value does not fit its
    /// field.</exception>
    /// <exception cref="ItemDecodeException">
    /// The returned item is not what the table declares. The write has taken effect.
    /// </exception>
    /// <exception cref="TableOperationException">
    /// The call failed. If a sum does not fit its field, nothing was changed: without a condition the code is
    /// <see cref="TableOperationException.NumberOutOfRange"/>; with one it counts as a lost condition instead.
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
    /// Updates one item with optimistic locking: <c>UpdateAsync(key, Balance.Set(5), Version.Lock(wallet.Version))</c>.
    /// </summary>
    /// <param name="key">The item's key.</param>
    /// <param name="update">The changes, without the version's.</param>
    /// <param name="versionLock">The increment of the version, and its condition.</param>
    /// <param name="returnValues">Which item to return.</param>
    /// <param name="cancellationToken">Cancels waiting; the write may take effect all the same.</param>
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

    /// <summary>Updates one item and returns only the attributes that the update names.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="update">The changes.</param>
    /// <param name="returnChanged">Whether to return their values before or after the update.</param>
    /// <param name="when">A condition on the stored item; null updates unconditionally.</param>
    /// <param name="cancellationToken">Cancels waiting; the write may take effect all the same.</param>
    /// <returns>The attributes; for a lost condition, every attribute of the stored item.</returns>
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

    /// <summary>Creates an action of a transaction that updates an item.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="update">The changes.</param>
    /// <param name="when">
    /// A condition on the stored item, or null. That each sum fits its field is always a condition, too.
    /// </param>
    public TransactAction Update(Key key, Update update, Condition? when = null) =>
        Action("Update", (json, expressions) => WriteUpdate(json, expressions, key, update, when));

    private void WriteUpdate(Utf8JsonWriter json, ExpressionWriter expressions, Key key, Update update, Condition? when)
    {
        ArgumentNullException.ThrowIfNull(update);
        WriteKey(json, key);
        json.WriteString("UpdateExpression"u8, update.Write(expressions));
        WriteCondition(json, expressions, update.Bound is { } bound ? when?.And(bound) ?? bound : when);
    }

    /// <summary>
    /// A caller without a condition does not expect a lost one: that a sum does not fit is an error instead.
    /// </summary>
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
