using System.Buffers.Binary;
using RabbitMQ.Client;
using Wallet.Hosting.Guard;

namespace Wallet.Hosting.Tests.Guard;

public sealed class FrameFilterTests
{
    private const int Seed = 20_261_127;
    private static readonly byte[] Good = [0x80, 0x00, 1, 65];
    private static readonly byte[] Bad = [0x20, 0x00, 0, 0, 0, 8, 1, 97, (byte)'D', 30, 0, 0, 0, 1];

    [Fact]
    public void What_can_be_read_goes_through_as_it_came_however_it_is_cut()
    {
        var random = new Random(Seed);
        byte[] sent =
        [
            .. Frame(1, new byte[30]), .. Header(Good), .. Frame(3, new byte[200_000]), .. Frame(8, []),
            .. Header([0, 0]), .. Frame(1, new byte[4]),
        ];

        for (var round = 0; round < 50; round++)
        {
            var received = Through(sent, () => random.Next(1, 40_000));
            received.AsSpan().SequenceEqual(sent).ShouldBeTrue($"seed {Seed}, round {round}");
        }

        // Byte by byte: a header is held until its end has come, and so is how a frame begins.
        Through(sent[..60], () => 1).ShouldBe(sent[..38]);
        Through(sent[..300], () => 1).ShouldBe(sent[..300]);
    }

    [Fact]
    public void What_cannot_be_read_is_replaced_and_all_around_it_stays()
    {
        var random = new Random(Seed);
        byte[] before = [.. Frame(1, new byte[30]), .. Header(Good)];
        byte[] after = [.. Frame(3, new byte[100_000]), .. Header(Good)];

        for (var round = 0; round < 50; round++)
        {
            var received = Through([.. before, .. Header(Bad), .. after, .. Header(Bad)], () => random.Next(1, 40_000));

            received[..before.Length].ShouldBe(before);
            var (replaced, length) = ReadHeader(received.AsSpan(before.Length));
            replaced.Reason.ShouldContain("a decimal has 30 places");
            replaced.Length.ShouldBe(Bad.Length);
            replaced.Bytes.ToArray().ShouldBe(Bad);
            received.AsSpan(before.Length + length, after.Length).SequenceEqual(after).ShouldBeTrue();
            ReadHeader(received.AsSpan(before.Length + length + after.Length)).Length.ShouldBe(length);
        }
    }

    [Fact]
    public void A_header_of_many_bytes_is_cut_to_its_first()
    {
        byte[] properties = [0x20, 0x00, .. new byte[200_000]];

        var (replaced, _) = ReadHeader(Through(Header(properties), () => 1_000));

        replaced.Length.ShouldBe(properties.Length);
        replaced.Bytes.ToArray().ShouldBe(properties[..4_096]);
    }

    private static (UnreadableProperties Replaced, int Length) ReadHeader(ReadOnlySpan<byte> frame)
    {
        frame[0].ShouldBe((byte)2);
        BinaryPrimitives.ReadInt64BigEndian(frame[11..]).ShouldBe(77, "the length of the body");
        var length = 7 + BinaryPrimitives.ReadInt32BigEndian(frame[3..]) + 1;
        frame[length - 1].ShouldBe((byte)0xCE);
        var read = new ReadOnlyBasicProperties(frame[19..(length - 1)]);
        read.DeliveryMode.ShouldBe(DeliveryModes.Persistent);
        return (UnreadableProperties.Find(read.Headers).ShouldNotBeNull(), length);
    }

    private static byte[] Through(byte[] sent, Func<int> count)
    {
        var filter = new FrameFilter();
        var received = new List<byte>();
        var to = new byte[10_000];
        for (var place = 0; place < sent.Length;)
        {
            var free = filter.Free.Span;
            var some = Math.Min(Math.Min(count(), free.Length), sent.Length - place);
            sent.AsSpan(place, some).CopyTo(free);
            filter.Received(some);
            place += some;
            while (filter.Take(to) is var taken and > 0)
                received.AddRange(to.AsSpan(0, taken));
        }

        return [.. received];
    }

    /// <summary>A content header of a message whose body has 77 bytes.</summary>
    private static byte[] Header(byte[] properties) => Frame(2, [0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 77, .. properties]);

    private static byte[] Frame(byte type, byte[] payload)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, payload.Length);
        return [type, 0, 1, .. length, .. payload, 0xCE];
    }
}
