using System.Buffers.Binary;

namespace TypedTables.Wire.Direct;

/// <summary>
/// The checksum that DynamoDB sends in <c>x-amz-crc32</c>: CRC-32 of IEEE 802.3, eight bytes at a time.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;

    private static readonly uint[] Table = MakeTable();

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var table = Table;
        var crc = uint.MaxValue;
        while (bytes.Length >= Slices)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[(7u << 8) | (low & 0xFF)]
                ^ table[(6u << 8) | ((low >> 8) & 0xFF)]
                ^ table[(5u << 8) | ((low >> 16) & 0xFF)]
                ^ table[(4u << 8) | (low >> 24)]
                ^ table[(3u << 8) | (high & 0xFF)]
                ^ table[(2u << 8) | ((high >> 8) & 0xFF)]
                ^ table[(1u << 8) | ((high >> 16) & 0xFF)]
                ^ table[high >> 24];
            bytes = bytes[Slices..];
        }

        foreach (var one in bytes)
            crc = table[(crc ^ one) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            table[i] = crc;
        }

        for (var i = 256; i < table.Length; i++)
            table[i] = (table[i - 256] >> 8) ^ table[table[i - 256] & 0xFF];
        return table;
    }
}
