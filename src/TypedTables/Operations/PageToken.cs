using System.Text;
using System.Text.Json;
using TypedTables.Json;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>The position where a query or scan continues. May be stored as text and used by another process.</summary>
/// <remarks>
/// It contains the key of the last item that was read, unencrypted. It is valid only for the same table and index.
/// </remarks>
public sealed record PageToken
{
    private readonly byte[] _key;

    private PageToken(string source, byte[] key)
    {
        Source = source;
        _key = key;
    }

    /// <summary>The table and index that it is for: <c>ledger</c> or <c>ledger/by_time</c>.</summary>
    internal string Source { get; }

    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Parses the text that <see cref="ToString"/> returns.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not a page token.</exception>
    public static PageToken Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var bytes = Convert.FromBase64String(
                text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=')
            );
            var end = Array.IndexOf(bytes, (byte)'\n');
            if (end > 0)
            {
                using var key = JsonDocument.Parse(bytes.AsMemory(end + 1), JsonLimits.Document);
                AttributeValues.ReadMap(key.RootElement); // throws if it is invalid; the bytes are sent unchanged
                return new PageToken(Encoding.UTF8.GetString(bytes, 0, end), bytes[(end + 1)..]);
            }
        }
        catch (Exception error) when (
            error is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("This is no page token.", error);
        }

        throw new FormatException("This is no page token.");
    }

    /// <summary>The token as text that is safe in a URL.</summary>
    public override string ToString() =>
        Convert
            .ToBase64String([.. Encoding.UTF8.GetBytes(Source), (byte)'\n', .. _key])
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');

    /// <summary>Whether both tokens mark the same position.</summary>
    /// <param name="other">Another token.</param>
    public bool Equals(PageToken? other) => other is not null && Source == other.Source && Key.SequenceEqual(other.Key);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_key);
        return hash.ToHashCode();
    }

    internal static PageToken? From(string source, WireReply reply)
    {
        var key = reply.Find("LastEvaluatedKey"u8);
        return key.IsEmpty ? null : new PageToken(source, key.ToArray());
    }

    /// <summary>Decodes the items of a page.</summary>
    internal static List<TItem> Items<TItem>(WireReply reply, DecodeItem<TItem> decode)
    {
        var items = new List<TItem>();
        foreach (var item in JsonWalk.ElementsOf(reply.Find("Items"u8)))
            items.Add(decode(item));
        return items;
    }
}
