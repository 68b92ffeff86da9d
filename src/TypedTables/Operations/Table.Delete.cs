using System.Text.Json;
using TypedTables.Expressions;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Deletes one item. It is no error if there is none.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="when">A condition on the stored item; null deletes unconditionally.</param>
    /// <param name="returnValues"><see cref="ReturnValues.None"/> or <see cref="ReturnValues.AllOld"/>.</param>
    /// <param name="cancellationToken">Cancels waiting; the item may be deleted all the same.</param>
    /// <exception cref="ItemEncodeException">The key is not this table's.</exception>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<WriteResult<T>> DeleteAsync(
        Key key,
        Condition? when = null,
        ReturnValues returnValues = ReturnValues.None,
        CancellationToken cancellationToken = default
    )
    {
        ThrowIfAllNew(returnValues, "A delete answers with the old item or none: there is no new one.");
        var request = Request((json, expressions) =>
        {
            WriteKeyAndCondition(json, expressions, key, when);
            WriteReturnValues(json, returnValues);
        });
        using var reply = await SendAsync("DeleteItem", request, _writeCheck, cancellationToken).ConfigureAwait(false);
        return ToResult(reply);
    }

    /// <summary>Creates an action of a transaction that deletes one item.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="when">A condition on the stored item, or null.</param>
    public TransactAction Delete(Key key, Condition? when = null) =>
        Action("Delete", (json, expressions) => WriteKeyAndCondition(json, expressions, key, when));

    /// <summary>
    /// Creates an action of a transaction that changes nothing, but fails the transaction unless a condition holds.
    /// </summary>
    /// <param name="key">The item's key. No other action of the transaction may use it.</param>
    /// <param name="when">The condition on the stored item.</param>
    public TransactAction Check(Key key, Condition when)
    {
        ArgumentNullException.ThrowIfNull(when);
        return Action("ConditionCheck", (json, expressions) => WriteKeyAndCondition(json, expressions, key, when));
    }

    private void WriteKeyAndCondition(Utf8JsonWriter json, ExpressionWriter expressions, Key key, Condition? when)
    {
        WriteKey(json, key);
        WriteCondition(json, expressions, when);
    }
}
