using System.Text.Json;
using TypedTables.Expressions;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Deletes one item; no error where there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="when">What must hold of the stored item; null deletes whatever is there.</param>
    /// <param name="returnValues"><see cref="ReturnValues.None"/> or <see cref="ReturnValues.AllOld"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; the item may be deleted all the same.</param>
    /// <exception cref="ItemEncodeException">The key is not this table's.</exception>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<WriteResult<T>> DeleteAsync(
        Key key,
        Condition? when = null,
        ReturnValues returnValues = ReturnValues.None,
        CancellationToken cancellationToken = default
    )
    {
        if (returnValues == ReturnValues.AllNew)
            throw new ArgumentOutOfRangeException(
                nameof(returnValues),
                returnValues,
                "A delete answers with the old item or none: there is no new one."
            );

        var request = Request((json, expressions) =>
        {
            WriteKeyAndCondition(json, expressions, key, when);
            WriteReturnValues(json, returnValues);
        });
        using var reply = await SendAsync("DeleteItem", request, _writeCheck, cancellationToken).ConfigureAwait(false);
        return ToResult(reply);
    }

    /// <summary>The same as an action of a transaction.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="when">What must hold of the stored item.</param>
    public TransactAction Delete(Key key, Condition? when = null) =>
        Action("Delete", (json, expressions) => WriteKeyAndCondition(json, expressions, key, when));

    /// <summary>
    /// An action of a transaction that changes nothing, but lets the transaction through only where something holds.
    /// </summary>
    /// <param name="key">The item's key. No other action of the transaction may name it.</param>
    /// <param name="when">What must hold of the stored item.</param>
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
