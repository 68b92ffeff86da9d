using System.Text.Json;
using TypedTables.Expressions;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Stores a whole item. Replaces an item with the same key, including its undeclared attributes.</summary>
    /// <param name="item">The item, at most 400 KB.</param>
    /// <param name="when">A condition on the stored item; null stores unconditionally.</param>
    /// <param name="returnValues"><see cref="ReturnValues.None"/> or <see cref="ReturnValues.AllOld"/>.</param>
    /// <param name="cancellationToken">Cancels waiting; the write may take effect all the same.</param>
    /// <exception cref="ItemEncodeException">The item lacks a key, or a value does not fit its field.</exception>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<WriteResult<T>> PutAsync(
        T item,
        Condition? when = null,
        ReturnValues returnValues = ReturnValues.None,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfAllNew(returnValues, "A put answers with the old item or none: the new one is at hand.");
        var request = Request((json, expressions) =>
        {
            WritePut(json, expressions, item, when);
            WriteReturnValues(json, returnValues);
        });
        using var reply = await SendAsync("PutItem", request, _writeCheck, cancellationToken).ConfigureAwait(false);
        return ToResult(reply);
    }

    /// <summary>Creates an action of a transaction that stores an item.</summary>
    /// <param name="item">The item, at most 400 KB.</param>
    /// <param name="when">A condition on the stored item, or null.</param>
    public TransactAction Put(T item, Condition? when = null) =>
        Action("Put", (json, expressions) => WritePut(json, expressions, item, when));

    private void WritePut(Utf8JsonWriter json, ExpressionWriter expressions, T item, Condition? when)
    {
        ArgumentNullException.ThrowIfNull(item);
        json.WritePropertyName("Item"u8);
        json.WriteRawValue(_schema.Encode(item), skipInputValidation: true);
        WriteCondition(json, expressions, when);
    }
}
