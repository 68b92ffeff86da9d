using System.Buffers.Text;

namespace TypedTables.Codecs;

internal sealed class Int32Codec() : NumericCodec<int>("a 32-bit integer as N")
{
    internal override SumRange? RangeOfSum(int amount) => new(int.MinValue, int.MaxValue, amount);

    public override int Format(int value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length);
        return length;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out int value) =>
        TryNarrow(Integers.TryParse(text, out var wide), wide, out value);

    public override bool TryConvert(object value, out int converted) =>
        TryNarrow(Integers.TryConvert(value, out var wide), wide, out converted);

    private static bool TryNarrow(bool isInteger, long wide, out int value)
    {
        var fits = isInteger && wide is >= int.MinValue and <= int.MaxValue;
        value = fits ? (int)wide : 0;
        return fits;
    }
}
