using System.Runtime.InteropServices;
using System.Text.Json;
using TypedTables.Json;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>Reads several items, of any tables of one region, in one transaction: a consistent snapshot.</summary>
public static class TransactGet
{
    /// <summary>The maximum number of reads in a transaction: 100.</summary>
    public const int ReadsMax = 100;

    /// <summary>Reads several items in one transaction.</summary>
    /// <param name="client">The tables' client. All tables must be in one region.</param>
    /// <param name="reads">1 to 100 reads of distinct items, at most 4 MB in all.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    /// <exception cref="ArgumentException">
    /// A read is of another client's table, or the tables are in different regions.
    /// </exception>
    /// <exception cref="TableOperationException">
    /// The call failed. It is retryable if an item was being written (code <c>TransactionConflict</c>).
    /// </exception>
    public static async Task<TransactGetResult> TransactGetAsync(
        this TableClient client, IReadOnlyList<TransactRead> reads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reads);
        if (reads.Count is 0 or > ReadsMax)
            throw new ArgumentOutOfRangeException(
                nameof(reads),
                reads.Count,
                $"A transaction takes 1 to {ReadsMax} reads."
            );

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
            return new TransactGetResult(
                reads
                    .Zip(answers)
                    .ToDictionary(
                        pair => pair.First,
                        pair =>
                            pair.Second.TryGetProperty("Item", out var item)
                                ? JsonMarshal.GetRawUtf8Value(item).ToArray()
                                : []
                    )
            );
        }
        catch (Exception error)
            when (WireReply.IsMisshapen(error) || error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw reply.Misshapen("TransactGetItems", reads[0].Table, error);
        }
    }

    private static TableOperationException Refused(
        IReadOnlyList<TransactRead> reads,
        JsonDocument document,
        WireReply reply
    )
    {
        foreach (var (index, reason) in CancellationReasons.ReasonsOf(document).Index())
        {
            if (CancellationReasons.CodeOf(reason) is not null)
                return CancellationReasons.ErrorOfRead(index, reads[index].Table, reason, reply);
        }

        return CancellationReasons.ErrorWithoutReasons("TransactGetItems", reads[0].Table, reply);
    }
}
