using System.Buffers;
using System.Text;

namespace TypedTables.Codecs;

/// <summary>
/// Text that goes to DynamoDB must be Unicode: half a surrogate pair has no UTF-8, and would silently be replaced by
/// U+FFFD.
/// </summary>
internal static class Unicode
{
    /// <exception cref="NotStorableException">There is half a surrogate pair in the text.</exception>
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
