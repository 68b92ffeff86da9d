using TypedTables.Json;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>The maximum number of keys in one call: 100.</summary>
    public const int BatchGetKeysMax = 100;

    /// <summary>
    /// Reads many items, 100 in a call. Keys that the service leaves unprocessed are sent again after growing pauses,
    /// up to six times in all.
    /// </summary>
    /// <param name="keys">
    /// Any number of keys. A key that occurs more than once is read once, and its item is returned once.
    /// </param>
    /// <param name="consistent">Whether to read strongly consistently, at twice the cost. Default: false.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <exception cref="ItemDecodeException">A stored item is not what the table declares.</exception>
    /// <exception cref="TableOperationException">A call failed.</exception>
    public async Task<BatchGetResult<T>> BatchGetAsync(
        IEnumerable<Key> keys,
        bool consistent = false,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(keys);
        var items = new List<T>();
        var unread = new List<Key>();
        // DynamoDB refuses a call that names a key twice; two calls that name it once each would read it twice.
        var seen = new HashSet<KeyIdentity>();
        var encoded = keys
            .Select(key => JsonBuffer.ToArray(json => key.Write(_schema, json)))
            .Where(key => seen.Add(KeyIdentity.Read(_schema, key)));
        foreach (var chunk in encoded.Chunk(BatchGetKeysMax))
        {
            var left = await Batches.SendAsync(
                [.. chunk],
                ReadAsync,
                _options.TimeProvider,
                cancellationToken).ConfigureAwait(false);
            unread.AddRange(left.Select(one => Key.Read(_schema, Name, one)));
        }

        return new BatchGetResult<T>(items, unread);

        async Task<List<byte[]>> ReadAsync(List<byte[]> entries)
        {
            using var reply = await SendAsync(
                "BatchGetItem",
                BatchGetRequest(entries, consistent),
                _batchGetCheck,
                cancellationToken).ConfigureAwait(false);
            items.AddRange(Batches.EntriesOf("BatchGetItem", reply, "Responses"u8, Name).Select(item => Decode(item)!));
            return Batches.EntriesOf("BatchGetItem", reply, "UnprocessedKeys"u8, Name, "Keys");
        }
    }

    private JsonBuffer BatchGetRequest(List<byte[]> keys, bool consistent) => BatchRequest(json =>
    {
        json.WriteStartObject(Name);
        json.WriteStartArray("Keys"u8);
        foreach (var key in keys)
            json.WriteRawValue(key, skipInputValidation: true);
        json.WriteEndArray();
        if (consistent)
            json.WriteBoolean("ConsistentRead"u8, true);
        json.WriteEndObject();
    });
}
