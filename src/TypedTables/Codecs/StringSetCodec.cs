using System.Text.Json;
using TypedTables.Json;

namespace TypedTables.Codecs;

internal sealed class StringSetCodec() : SetCodec<string>(AttributeType.SS, "a set of strings as SS", new StringCodec())
{
    protected override ReadOnlySpan<byte> Name => "SS"u8;

    protected override HashSet<string> NewSet() => new(StringComparer.Ordinal);

    protected override void WriteOne(Utf8JsonWriter writer, string one) =>
        writer.WriteStringValue(Unicode.Checked(one));

    protected override bool TryReadOne(ref Utf8JsonReader reader, out string one) =>
        AttributeJson.TryGetString(ref reader, out one);
}
