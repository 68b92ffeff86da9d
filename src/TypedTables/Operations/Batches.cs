using System.Runtime.InteropServices;
using System.Text.Json;
using TypedTables.Json;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>
/// What the two batch operations share: splitting into chunks, and resending what the service left unprocessed.
/// </summary>
internal static class Batches
{
    /// <summary>The maximum number of times that a chunk is sent.</summary>
    public const int AttemptsMax = 6;

    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Sends a chunk, resends what the service did not process after growing pauses, and returns what remains.
    /// </summary>
    /// <param name="chunk">The entries' JSON.</param>
    /// <param name="send">Sends entries and returns those that were not processed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Cancels waiting.</param>
    public static async Task<List<byte[]>> SendAsync(
        List<byte[]> chunk,
        Func<List<byte[]>, Task<List<byte[]>>> send,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var left = await send(chunk).ConfigureAwait(false);
        for (var attempt = 1; attempt < AttemptsMax && left.Count > 0; attempt++)
        {
            // Full jitter: programs that were throttled together should not return together.
            await Task.Delay(
                    PauseFirst * Math.Pow(2, attempt - 1) * Random.Shared.NextDouble(),
                    clock,
                    cancellationToken
                )
                .ConfigureAwait(false);
            left = await send(left).ConfigureAwait(false);
        }

        return left;
    }

    /// <summary>The entries of a table in a property of the reply.</summary>
    /// <exception cref="TableOperationException">The reply has an unexpected form.</exception>
    public static List<byte[]> EntriesOf(
        string operation,
        WireReply reply,
        ReadOnlySpan<byte> property,
        string table,
        string? inner = null
    )
    {
        try
        {
            return EntriesIn(reply.Find(property), table, inner);
        }
        catch (Exception error) when (WireReply.IsMisshapen(error))
        {
            throw reply.Misshapen(operation, table, error);
        }
    }

    private static List<byte[]> EntriesIn(ReadOnlySpan<byte> found, string table, string? inner)
    {
        if (found.IsEmpty)
            return [];

        var reader = new Utf8JsonReader(found, JsonLimits.Reader);
        using var document = JsonDocument.ParseValue(ref reader);
        if (
            !document.RootElement.TryGetProperty(table, out var entries)
            || (inner is not null && !entries.TryGetProperty(inner, out entries))
        )
            return [];

        return [.. entries.EnumerateArray().Select(entry => JsonMarshal.GetRawUtf8Value(entry).ToArray())];
    }
}
