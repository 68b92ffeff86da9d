using System.Buffers;
using System.Text;

namespace TypedTables.Codecs;

/// <summary>
/// Checks that text is valid Unicode. An unpaired surrogate has no UTF-8 form and would silently become U+FFFD.
/// </summary>
internal static class Unicode
{
    /// <exception cref="NotStorableException">The text contains an unpaired surrogate.</exception>
    public static string Checked(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rest = text.AsSpan();
        for (
            var start = rest.IndexOfAnyInRange('\uD800', '\uDFFF');
            start >= 0;
            start = rest.IndexOfAnyInRange('\uD800', '\uDFFF')
        )
        {
            if (Rune.DecodeFromUtf16(rest[start..], out _, out var length) != OperationStatus.Done)
                throw new NotStorableException("text with half a surrogate pair, which is no Unicode");
            rest = rest[(start + length)..];
        }

        return text;
    }
}
