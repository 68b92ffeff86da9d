using System.Runtime.InteropServices;
using System.Text.Json;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>One read of a transaction, made by a table: <c>wallets.Read(key)</c>.</summary>
public abstract class TransactRead
{
    private protected TransactRead(string table, KeySchema key, TableWire wire, Action<Utf8JsonWriter> write)
    {
        Table = table;
        Key = key;
        Wire = wire;
        Write = write;
    }

    internal string Table { get; }

    internal KeySchema Key { get; }

    internal TableWire Wire { get; }

    internal Action<Utf8JsonWriter> Write { get; }
}

/// <inheritdoc/>
/// <typeparam name="T">The type of the item.</typeparam>
public sealed class TransactRead<T> : TransactRead
    where T : class
{
    internal TransactRead(Table<T> source, Action<Utf8JsonWriter> write)
        : base(source.Name, source.Schema.Key, source.Wire, write) => Source = source;

    internal Table<T> Source { get; }
}

/// <summary>Items as they were at one moment.</summary>
public sealed class TransactGetResult
{
    private readonly Dictionary<TransactRead, byte[]> _items;

    internal TransactGetResult(Dictionary<TransactRead, byte[]> items) => _items = items;

    /// <summary>What a read found, or null where there is no such item.</summary>
    /// <typeparam name="T">The type of the item.</typeparam>
    /// <param name="read">One of the transaction's reads.</param>
    /// <exception cref="ItemDecodeException">The stored item is not what the table declares.</exception>
    public T? Item<T>(TransactRead<T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return _items.TryGetValue(read, out var item) ? read.Source.Decode(item) : throw new ArgumentException("It is not among this transaction's reads.", nameof(read));
    }
}

/// <summary>Reads of several items, of whatever tables, as they are at one moment.</summary>
public static class TransactGet
{
    /// <summary>The most reads of a transaction: 100.</summary>
    public const int ReadsMax = 100;

    /// <summary>Reads several items at one moment.</summary>
    /// <param name="client">The client of the tables; all must be in one region.</param>
    /// <param name="reads">1 to 100 reads of different items, at most 4 MB in all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">A read is of another client's table, or of another region.</exception>
    /// <exception cref="TableOperationException">The call failed; retryable where writers held an item (code <c>TransactionConflict</c>).</exception>
    public static async Task<TransactGetResult> TransactGetAsync(
        this TableClient client, IReadOnlyList<TransactRead> reads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reads);
        if (reads.Count is 0 or > ReadsMax)
            throw new ArgumentOutOfRangeException(nameof(reads), reads.Count, $"A transaction takes 1 to {ReadsMax} reads.");

        var wire = TableWire.OfAll(client, reads.Select(read => read.Wire), nameof(reads));
        var request = wire.TransactRequest(reads.Select(read => read.Write), clientToken: null);
        var check = new TransactCheck([.. reads.Select(read => read.Key)], isRead: true);
        using var reply = await wire.SendAsync(
            "TransactGetItems",
            reads[0].Table,
            request,
            check,
            cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(reply.Json, JsonLimits.Document);
            if (reply.ErrorCode is not null)
                throw Refused(reads, document, reply);

            var answers = document.RootElement.GetProperty("Responses").EnumerateArray();
            return new TransactGetResult(reads.Zip(answers).ToDictionary(
                pair => pair.First,
                pair => pair.Second.TryGetProperty("Item", out var item) ? JsonMarshal.GetRawUtf8Value(item).ToArray() : []));
        }
        catch (Exception error) when (WireReply.IsMisshapen(error) || error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw reply.Misshapen("TransactGetItems", reads[0].Table, error);
        }
    }

    private static TableOperationException Refused(IReadOnlyList<TransactRead> reads, JsonDocument document, WireReply reply)
    {
        foreach (var (index, reason) in Cancelled.ReasonsOf(document).Index())
        {
            if (Cancelled.CodeOf(reason) is not null)
                return Cancelled.ByRead(index, reads[index].Table, reason, reply);
        }

        return Cancelled.AsAWhole("TransactGetItems", reads[0].Table, reply);
    }
}

public sealed partial class Table<T>
{
    /// <summary>A read for a transaction.</summary>
    /// <param name="key">The item's key.</param>
    public TransactRead<T> Read(Key key) => new(this, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("Get"u8);
        json.WriteString("TableName"u8, Name);
        WriteKey(json, key);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
