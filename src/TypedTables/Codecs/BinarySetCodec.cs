using System.Text.Json;

namespace TypedTables.Codecs;

internal sealed class BinarySetCodec()
    : SetCodec<byte[]>(AttributeType.BS, "a set of byte strings as BS", new BinaryCodec())
{
    protected override ReadOnlySpan<byte> Name => "BS"u8;

    protected override HashSet<byte[]> NewSet() => new(ByContent.Instance);

    protected override void WriteOne(Utf8JsonWriter writer, byte[] one)
    {
        ArgumentNullException.ThrowIfNull(one);
        writer.WriteBase64StringValue(one);
    }

    protected override bool TryReadOne(ref Utf8JsonReader reader, out byte[] one)
    {
        var read = reader.TryGetBytesFromBase64(out var bytes);
        one = bytes ?? [];
        return read;
    }

    private sealed class ByContent : IEqualityComparer<byte[]>
    {
        public static readonly ByContent Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
    }
}
