using System.Buffers.Text;

namespace TypedTables.Codecs;

internal sealed class Int64Codec() : NumericCodec<long>("a 64-bit integer as N")
{
    internal override SumRange? RangeOfSum(long amount) => new(long.MinValue, long.MaxValue, amount);

    public override int Format(long value, Span<byte> text)
    {
        Utf8Formatter.TryFormat(value, text, out var length);
        return length;
    }

    public override bool TryParse(ReadOnlySpan<byte> text, out long value) => Integers.TryParse(text, out value);

    public override bool TryConvert(object value, out long converted) => Integers.TryConvert(value, out converted);
}
