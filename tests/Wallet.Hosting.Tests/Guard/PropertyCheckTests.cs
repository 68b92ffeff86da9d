using RabbitMQ.Client;
using Wallet.Hosting.Guard;

namespace Wallet.Hosting.Tests.Guard;

public sealed class PropertyCheckTests
{
    private const int Seed = 20_261_127;

    /// <summary>A name of one letter, and a header of each type that the client knows.</summary>
    private static readonly byte[][] Values =
    [
        [(byte)'t', 1], [(byte)'b', 255], [(byte)'B', 1], [(byte)'s', 0, 1], [(byte)'u', 0, 1], [(byte)'I', 0, 0, 0, 1],
        [(byte)'i', 0, 0, 0, 1], [(byte)'f', 0, 0, 0, 1], [(byte)'l', 0, 0, 0, 0, 0, 0, 0, 1],
        [(byte)'d', 0, 0, 0, 0, 0, 0, 0, 1], [(byte)'T', 255, 0, 0, 0, 0, 0, 0, 1], [(byte)'V'],
        [(byte)'S', 0, 0, 0, 2, 65, 66], [(byte)'x', 0, 0, 0, 1, 0], [(byte)'D', 28, 0, 0, 0, 1],
        [(byte)'F', 0, 0, 0, 0],
        [(byte)'F', 0, 0, 0, 3, 1, 97, (byte)'V'], [(byte)'A', 0, 0, 0, 3, (byte)'V', (byte)'t', 0],
    ];

    [Fact]
    public void All_that_the_client_can_read_and_write_again_passes()
    {
        var everything = Properties(0xFFFC, [.. Values.SelectMany(value => (byte[])[1, 97, .. value])]);

        PropertyCheck.FaultOf(everything).ShouldBeNull();
        PropertyCheck.FaultOf([0, 0]).ShouldBeNull();
        PropertyCheck.FaultOf([]).ShouldBeNull();
        PropertyCheck.FaultOf(Properties(0x2000, [1, 97, .. Nested(PropertyCheck.DepthMax - 1)])).ShouldBeNull();
    }

    [Theory]
    [InlineData(new byte[] { (byte)'D', 29, 0, 0, 0, 1 }, "a decimal has 29 places behind the point")]
    [InlineData(new byte[] { (byte)'L', 0, 0, 0, 0, 0, 0, 0, 1 }, "of type 0x4c")]
    [InlineData(new byte[] { (byte)'S', 0xFF, 0xFF, 0xFF, 0xFF }, "they end before a header does")]
    [InlineData(new byte[] { (byte)'I', 0, 0 }, "they end before a property does")]
    [InlineData(new byte[] { (byte)'A', 0, 0, 0, 1, (byte)'I', 0, 0, 0, 0 }, "they end before a property does")]
    [InlineData(new byte[0], "they end before a property does")]
    public void What_the_client_cannot_read_is_named(byte[] value, string fault) =>
        PropertyCheck.FaultOf(Properties(0x2000, [1, 97, .. value])).ShouldNotBeNull().ShouldContain(fault);

    [Fact]
    public void What_is_too_deep_or_too_long_is_named()
    {
        PropertyCheck.FaultOf(Properties(0x2000, [1, 97, .. Nested(PropertyCheck.DepthMax)]))
            .ShouldNotBeNull().ShouldContain("more than 32 deep");
        PropertyCheck.FaultOf(new byte[PropertyCheck.BytesMax + 1])
            .ShouldNotBeNull().ShouldContain("they have 126977 bytes");
    }

    [Fact]
    public void A_text_in_another_encoding_passes_as_long_as_it_can_be_written_again()
    {
        byte[] Text(int length) => [0x80, 0x00, (byte)length, .. Enumerable.Repeat((byte)0xE9, length)];

        PropertyCheck.FaultOf(Text(85)).ShouldBeNull();
        PropertyCheck.FaultOf(Text(86)).ShouldNotBeNull().ShouldContain("86 bytes is not UTF-8");
    }

    /// <summary>Good properties with bytes changed, left out and put in.</summary>
    [Fact]
    public void Whatever_passes_the_client_can_read()
    {
        var random = new Random(Seed);
        var (passed, refused) = (0, 0);
        for (var round = 0; round < 100_000; round++)
        {
            var bytes = Broken(random);
            if (PropertyCheck.FaultOf(bytes) is not null)
            {
                refused++;
                continue;
            }

            passed++;
            var words = $"seed {Seed}, round {round}: {Convert.ToHexString(bytes)}";
            Should.NotThrow(() => new ReadOnlyBasicProperties(bytes), words);
        }

        passed.ShouldBeGreaterThan(5_000);
        refused.ShouldBeGreaterThan(5_000);
    }

    private static byte[] Broken(Random random)
    {
        byte[] Header() => [1, 97, .. Values[random.Next(Values.Length)]];
        var table = Enumerable.Range(0, random.Next(6)).SelectMany(_ => Header()).ToArray();
        var bytes = Properties((ushort)(random.Next(0x10000) & 0xFFFC), table).ToList();
        for (var change = random.Next(3); change > 0 && bytes.Count > 2; change--)
        {
            var place = random.Next(2, bytes.Count);
            if (random.Next(3) is var kind && kind == 0)
                bytes[place] = (byte)random.Next(256);
            else if (kind == 1)
                bytes.RemoveAt(place);
            else
                bytes.Insert(place, (byte)random.Next(256));
        }

        return [.. bytes];
    }

    /// <summary>The properties that the flags name, with these headers.</summary>
    private static byte[] Properties(ushort flags, byte[] table)
    {
        var bytes = new List<byte> { (byte)(flags >> 8), (byte)(flags & 0xFF) };
        byte[][] fields =
        [
            [1, 65], [1, 65], [0, 0, (byte)(table.Length >> 8), (byte)(table.Length & 0xFF), .. table], [2], [9],
            [1, 65], [1, 65], [1, 65], [1, 65], [0, 0, 0, 0, 0, 0, 0, 1], [1, 65], [1, 65], [1, 65], [0],
        ];
        for (var place = 0; place < fields.Length; place++)
        {
            if ((flags & (0x8000 >> place)) != 0)
                bytes.AddRange(fields[place]);
        }

        return [.. bytes];
    }

    private static byte[] Nested(int depth)
    {
        byte[] bytes = [(byte)'V'];
        for (var level = 0; level < depth; level++)
            bytes = [(byte)'A', 0, 0, (byte)(bytes.Length >> 8), (byte)(bytes.Length & 0xFF), .. bytes];
        return bytes;
    }
}
