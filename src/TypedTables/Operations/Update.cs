using TypedTables.Expressions;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Changes attributes of one item in place; the item is made where there is none.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="update">The changes. Attributes that it does not name stay as they are.</param>
    /// <param name="when">What must hold of the stored item; null changes whatever is there.</param>
    /// <param name="returnValues">Which item to answer with.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have taken effect all the same.</param>
    /// <exception cref="ItemEncodeException">The key is not this table's, or a value does not fit its field.</exception>
    /// <exception cref="ItemDecodeException">The item that came back is not what the table declares. The write took effect.</exception>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<WriteResult<T>> UpdateAsync(
        Key key, Update update, Condition? when = null, ReturnValues returnValues = ReturnValues.None, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(update);
        var request = ItemCodec.ToJson(json =>
        {
            var expressions = new ExpressionWriter(_schema);
            json.WriteStartObject();
            json.WriteString("TableName"u8, Name);
            json.WritePropertyName("Key"u8);
            key.Write(_schema, json);
            json.WriteString("UpdateExpression"u8, update.Write(expressions));
            WriteCondition(json, expressions, when);
            expressions.WriteNamesAndValues(json);
            if (returnValues != ReturnValues.None)
                json.WriteString("ReturnValues"u8, returnValues == ReturnValues.AllOld ? "ALL_OLD"u8 : "ALL_NEW"u8);
            json.WriteEndObject();
        });
        return ToResult(await SendAsync("UpdateItem", request, cancellationToken).ConfigureAwait(false));
    }
}
