using TypedTables.Expressions;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Stores a whole item; one with the same key is replaced, undeclared attributes included.</summary>
    /// <param name="item">The item, at most 400 KB.</param>
    /// <param name="when">What must hold of the stored item; null stores it whatever is there.</param>
    /// <param name="returnValues"><see cref="ReturnValues.None"/> or <see cref="ReturnValues.AllOld"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; the write may have taken effect all the same.</param>
    /// <exception cref="ItemEncodeException">The item lacks a key.</exception>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<WriteResult<T>> PutAsync(
        T item, Condition? when = null, ReturnValues returnValues = ReturnValues.None, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (returnValues == ReturnValues.AllNew)
            throw new ArgumentOutOfRangeException(nameof(returnValues), returnValues, "A put answers with the old item or none: the new one is at hand.");

        var encoded = _schema.Encode(item);
        var request = ItemCodec.ToJson(json =>
        {
            var expressions = new ExpressionWriter(_schema);
            json.WriteStartObject();
            json.WriteString("TableName"u8, Name);
            json.WritePropertyName("Item"u8);
            json.WriteRawValue(encoded, skipInputValidation: true);
            WriteCondition(json, expressions, when);
            expressions.WriteNamesAndValues(json);
            if (returnValues == ReturnValues.AllOld)
                json.WriteString("ReturnValues"u8, "ALL_OLD"u8);
            json.WriteEndObject();
        });
        return ToResult(await SendAsync("PutItem", request, cancellationToken).ConfigureAwait(false));
    }
}
