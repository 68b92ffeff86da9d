using System.Runtime.InteropServices;
using System.Text.Json;
using TypedTables.Json;

namespace TypedTables;

public sealed partial class Table<T>
{
    /// <summary>The maximum number of writes in one call: 25.</summary>
    public const int BatchWritesMax = 25;

    /// <summary>
    /// Stores and deletes many items, 25 in a call, without conditions and independently of each other. Writes that the
    /// service leaves unprocessed are sent again after growing pauses, up to six times in all.
    /// </summary>
    /// <param name="put">Items to store, with distinct keys.</param>
    /// <param name="delete">Keys of items to delete: distinct, and none of them of an item to store.</param>
    /// <param name="cancellationToken">Cancels waiting; some writes may have taken effect.</param>
    /// <exception cref="ArgumentException">
    /// Two of the writes have the same key, so that their order would decide; nothing was sent.
    /// </exception>
    /// <exception cref="ItemEncodeException">An item or key does not fit the table; nothing was sent.</exception>
    /// <exception cref="TableOperationException">A call failed; earlier calls have taken effect.</exception>
    public async Task<BatchWriteResult<T>> BatchWriteAsync(
        IEnumerable<T>? put = null, IEnumerable<Key>? delete = null, CancellationToken cancellationToken = default)
    {
        var entries = WriteEntries(put ?? [], delete ?? []);
        var unput = new List<T>();
        var undeleted = new List<Key>();
        foreach (var chunk in entries.Chunk(BatchWritesMax))
        {
            var left = await Batches
                .SendAsync([.. chunk], WriteAsync, _options.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
            left.ForEach(SortOut);
        }

        return new BatchWriteResult<T>(unput, undeleted);

        async Task<List<byte[]>> WriteAsync(List<byte[]> chunk)
        {
            using var reply = await SendAsync(
                "BatchWriteItem",
                BatchWriteRequest(chunk),
                _batchWriteCheck,
                cancellationToken).ConfigureAwait(false);
            return Batches.EntriesOf("BatchWriteItem", reply, "UnprocessedItems"u8, Name);
        }

        void SortOut(byte[] entry)
        {
            using var document = JsonDocument.Parse(entry, JsonLimits.Document);
            if (document.RootElement.TryGetProperty("PutRequest", out var toPut))
                unput.Add(Decode(JsonMarshal.GetRawUtf8Value(toPut.GetProperty("Item")))!);
            else
                undeleted.Add(
                    Key.Read(
                        _schema,
                        Name,
                        JsonMarshal.GetRawUtf8Value(
                            document.RootElement.GetProperty("DeleteRequest").GetProperty("Key")
                        )
                    )
                );
        }
    }

    /// <summary>
    /// Encodes everything before the first call, so that a batch whose last item is invalid stores nothing.
    /// </summary>
    private List<byte[]> WriteEntries(IEnumerable<T> put, IEnumerable<Key> delete)
    {
        var (entries, seen) = (new List<byte[]>(), new HashSet<KeyIdentity>());
        foreach (var item in put)
        {
            var attributes = _schema.Encode(item);
            RequireNew(attributes, nameof(put));
            entries.Add(Entry("PutRequest", "Item", attributes));
        }

        foreach (var key in delete)
        {
            var attributes = JsonBuffer.ToArray(json => key.Write(_schema, json));
            RequireNew(attributes, nameof(delete));
            entries.Add(Entry("DeleteRequest", "Key", attributes));
        }

        return entries;

        void RequireNew(byte[] attributes, string parameter)
        {
            var key = KeyIdentity.Read(_schema, attributes);
            if (!seen.Add(key))
            {
                throw new ArgumentException(
                    $"Two writes of this batch are for the item {key.Shown(_schema)} of table '{Name}'. Writes of a "
                    + "batch have no order: leave one out, or use two batches.",
                    parameter);
            }
        }
    }

    private JsonBuffer BatchWriteRequest(List<byte[]> entries) => BatchRequest(json =>
    {
        json.WriteStartArray(Name);
        foreach (var entry in entries)
            json.WriteRawValue(entry, skipInputValidation: true);
        json.WriteEndArray();
    });

    private JsonBuffer BatchRequest(Action<Utf8JsonWriter> entries) =>
        JsonBuffer.Write(
            (Wire: _wire, Entries: entries),
            static (json, request) =>
            {
                json.WriteStartObject();
                json.WriteStartObject("RequestItems"u8);
                request.Entries(json);
                json.WriteEndObject();
                if (request.Wire.WantsConsumedCapacity)
                    json.WriteString("ReturnConsumedCapacity"u8, "TOTAL"u8);
                json.WriteEndObject();
            }
        );

    private static byte[] Entry(string verb, string content, byte[] attributes) => JsonBuffer.ToArray(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject(verb);
        json.WritePropertyName(content);
        json.WriteRawValue(attributes, skipInputValidation: true);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
