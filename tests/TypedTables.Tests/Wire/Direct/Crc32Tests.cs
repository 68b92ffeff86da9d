using TypedTables.Wire.Direct;

namespace TypedTables.Tests.Wire.Direct;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard_is_right() => Crc32.Compute("123456789"u8).ShouldBe(0xCBF43926);

    [Fact]
    public void Every_length_and_place_comes_to_the_same_as_a_bit_at_a_time()
    {
        var bytes = new byte[300];
        new Random(1).NextBytes(bytes);
        for (var start = 0; start < 16; start++)
        {
            for (var length = 0; length + start <= bytes.Length; length++)
                Crc32.Compute(bytes.AsSpan(start, length)).ShouldBe(Slow(bytes.AsSpan(start, length)));
        }
    }

    private static uint Slow(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
