using System.Buffers.Text;

namespace TypedTables.Codecs;

internal sealed class UuidCodec() : TextCodec<Guid>("a UUID of 36 characters as S", TextLength)
{
    private const int TextLength = 36;

    protected override int Format(Guid value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length, 'D');
        return length;
    }

    // Guid.TryParseExact would ignore white space around the text; Utf8Parser does not.
    protected override bool TryParse(ReadOnlySpan<byte> text, out Guid value)
    {
        value = Guid.Empty;
        return text.Length == TextLength
            && Utf8Parser.TryParse(text, out value, out var consumed, 'D')
            && consumed == TextLength;
    }
}
