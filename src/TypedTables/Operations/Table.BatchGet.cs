using TypedTables.Json;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>The most keys in one call: 100.</summary>
    public const int BatchGetKeysMax = 100;

    /// <summary>
    /// Reads many items, 100 in a call. What the service leaves is asked for again, with growing pauses, six times at
    /// most.
    /// </summary>
    /// <param name="keys"> As many keys as you like. One that is named several times is read once, and its item is
    /// there once.
    /// </param>
    /// <param name="consistent">Strongly consistent, at twice the cost. Default: no.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
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
        // DynamoDB refuses a call that names a key twice, and two calls that name it once each do not.
        var seen = new HashSet<KeyIdentity>();
        var encoded = keys
            .Select(key => ItemCodec.ToJson(json => key.Write(_schema, json)))
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
