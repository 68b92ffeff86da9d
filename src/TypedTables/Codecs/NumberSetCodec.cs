using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

internal sealed class NumberSetCodec<T>(NumericCodec<T> number)
    : SetCodec<T>(AttributeType.NS, $"a set as NS, each {number.Expected}", number)
{
    private const int TextLengthMax = 200;

    protected override ReadOnlySpan<byte> Name => "NS"u8;

    protected override void WriteOne(Utf8JsonWriter writer, T one)
    {
        Span<byte> text = stackalloc byte[TextLengthMax];
        writer.WriteStringValue(text[..number.Format(one, text)]);
    }

    protected override bool TryReadOne(ref Utf8JsonReader reader, out T one)
    {
        one = default!;
        Span<byte> buffer = stackalloc byte[TextLengthMax];
        return AttributeJson.TryCopy(ref reader, buffer, out var length) && number.TryParse(buffer[..length], out one);
    }
}
