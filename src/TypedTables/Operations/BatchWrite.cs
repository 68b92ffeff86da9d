using System.Runtime.InteropServices;
using System.Text.Json;

namespace TypedTables;

/// <summary>What a batch of writes left undone.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="Unput">The items that the service would not store in time, however often it was asked.</param>
/// <param name="Undeleted">The keys whose items it would not delete.</param>
public sealed record BatchWriteResult<T>(IReadOnlyList<T> Unput, IReadOnlyList<Key> Undeleted)
    where T : class
{
    /// <summary>Whether everything was written.</summary>
    public bool IsComplete => Unput.Count == 0 && Undeleted.Count == 0;
}

public sealed partial class Table<T>
{
    /// <summary>The most writes in one call: 25.</summary>
    public const int BatchWritesMax = 25;

    /// <summary>
    /// Stores and deletes many items, 25 in a call, without conditions, each on its own. What the service leaves is sent again, with
    /// growing pauses, six times at most.
    /// </summary>
    /// <param name="put">Items to store.</param>
    /// <param name="delete">Keys of items to delete; none of them among the items to store.</param>
    /// <param name="cancellationToken">Gives up waiting; some writes may have taken effect.</param>
    /// <exception cref="ItemEncodeException">An item or key does not fit the table; nothing of its call was sent.</exception>
    /// <exception cref="TableOperationException">A call failed; earlier ones have taken effect.</exception>
    public async Task<BatchWriteResult<T>> BatchWriteAsync(
        IEnumerable<T>? put = null, IEnumerable<Key>? delete = null, CancellationToken cancellationToken = default)
    {
        var entries = (put ?? []).Select(PutEntry).Concat((delete ?? []).Select(DeleteEntry));
        var unput = new List<T>();
        var undeleted = new List<Key>();
        foreach (var chunk in entries.Chunk(BatchWritesMax))
        {
            var left = await Batches.SendAsync([.. chunk], WriteAsync, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            left.ForEach(SortOut);
        }

        return new BatchWriteResult<T>(unput, undeleted);

        async Task<List<byte[]>> WriteAsync(List<byte[]> chunk)
        {
            using var reply = await SendAsync("BatchWriteItem", BatchWriteRequest(chunk), _batchWriteCheck, cancellationToken).ConfigureAwait(false);
            return Batches.EntriesOf("BatchWriteItem", reply, "UnprocessedItems"u8, Name);
        }

        void SortOut(byte[] entry)
        {
            using var document = JsonDocument.Parse(entry, JsonLimits.Document);
            if (document.RootElement.TryGetProperty("PutRequest", out var toPut))
                unput.Add(Decode(JsonMarshal.GetRawUtf8Value(toPut.GetProperty("Item")))!);
            else
                undeleted.Add(Key.Read(_schema, Name, JsonMarshal.GetRawUtf8Value(document.RootElement.GetProperty("DeleteRequest").GetProperty("Key"))));
        }
    }

    private JsonBuffer BatchWriteRequest(List<byte[]> entries) => BatchRequest(json =>
    {
        json.WriteStartArray(Name);
        foreach (var entry in entries)
            json.WriteRawValue(entry, skipInputValidation: true);
        json.WriteEndArray();
    });

    private JsonBuffer BatchRequest(Action<Utf8JsonWriter> entries) => JsonBuffer.Of((Wire: _wire, Entries: entries), static (json, request) =>
    {
        json.WriteStartObject();
        json.WriteStartObject("RequestItems"u8);
        request.Entries(json);
        json.WriteEndObject();
        if (request.Wire.WantsConsumedCapacity)
            json.WriteString("ReturnConsumedCapacity"u8, "TOTAL"u8);
        json.WriteEndObject();
    });

    private byte[] PutEntry(T item) => ItemCodec.ToJson(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("PutRequest"u8);
        json.WritePropertyName("Item"u8);
        json.WriteRawValue(_schema.Encode(item), skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private byte[] DeleteEntry(Key key) => ItemCodec.ToJson(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("DeleteRequest"u8);
        WriteKey(json, key);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
