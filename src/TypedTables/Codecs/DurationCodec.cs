using System.Buffers.Text;

namespace TypedTables.Codecs;

/// <summary>.NET's own constant form, <c>[-][d.]hh:mm:ss[.fffffff]</c>.</summary>
internal sealed class DurationCodec()
    : TextCodec<TimeSpan>("a duration as S, such as 1.02:03:04.5000000", TextLengthMax)
{
    private const int TextLengthMax = 26; // -10675199.02:48:05.4775808

    protected override int Format(TimeSpan value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length, 'c');
        return length;
    }

    protected override bool TryParse(ReadOnlySpan<byte> text, out TimeSpan value)
    {
        // Parsing accepts shorter forms, too. Formatting the result again shows whether the text was the one form that
        // we write.
        Span<byte> again = stackalloc byte[TextLengthMax];
        return Utf8Parser.TryParse(text, out value, out var consumed, 'c')
            && consumed == text.Length
            && again[..Format(value, again)].SequenceEqual(text);
    }
}
