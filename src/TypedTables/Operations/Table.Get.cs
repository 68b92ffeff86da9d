using TypedTables.Json;
using TypedTables.Wire;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>Reads one item.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="consistent">
    /// Whether to read strongly consistently. Default: true. An eventually consistent read may be about a second
    /// behind, and costs half.
    /// </param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The item, or null if there is none.</returns>
    /// <exception cref="ItemDecodeException">The stored item is not what the table declares.</exception>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<T?> GetAsync(Key key, bool consistent = true, CancellationToken cancellationToken = default)
    {
        using var reply = await GetRawAsync(key, consistent, cancellationToken).ConfigureAwait(false);
        return Decode(reply.Find("Item"u8));
    }

    /// <summary>Reads some attributes of one item.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="only">The fields to read, at least one.</param>
    /// <param name="consistent">Whether to read strongly consistently. Default: true.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>The attributes that the item has, or null if there is no item or it has none of them.</returns>
    /// <exception cref="ItemDecodeException">A stored attribute is not what the table declares.</exception>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public async Task<Item?> GetAsync(
        Key key,
        IReadOnlyCollection<Field> only,
        bool consistent = true,
        CancellationToken cancellationToken = default
    )
    {
        FieldSet.RequireSome(only);
        using var reply = await SendAsync(
            "GetItem",
            GetRequest(key, consistent, only),
            _getCheck,
            cancellationToken).ConfigureAwait(false);
        return DecodeSome(reply.Find("Item"u8), only);
    }

    /// <summary>Reads one item without decoding it.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="consistent">Whether to read strongly consistently. Default: true.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <returns>
    /// The response's JSON, <c>{"Item":{…}}</c> or <c>{}</c>, and the request's id. Disposing it returns its memory to
    /// a pool, which is optional.
    /// </returns>
    /// <exception cref="TableOperationException">The call failed.</exception>
    public Task<WireReply> GetRawAsync(
        Key key,
        bool consistent = true,
        CancellationToken cancellationToken = default
    ) => SendAsync("GetItem", GetRequest(key, consistent, only: null), _getCheck, cancellationToken);

    private JsonBuffer GetRequest(Key key, bool consistent, IReadOnlyCollection<Field>? only) =>
        Request(
            (json, expressions) =>
            {
                WriteKey(json, key);
                if (consistent)
                    json.WriteBoolean("ConsistentRead"u8, true);
                if (only is not null)
                    json.WriteString("ProjectionExpression"u8, expressions.Names(only));
            }
        );
}
