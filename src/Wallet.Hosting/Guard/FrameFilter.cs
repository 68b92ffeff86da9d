using System.Buffers.Binary;

namespace Wallet.Hosting.Guard;

/// <summary>
/// What came from the broker, let through frame by frame. Only the frames that carry a message's properties are looked
/// at; properties that the client could not read are replaced by ones that say so.
/// </summary>
/// <remarks>
/// A frame of AMQP 0-9-1 is a type (1 byte), a channel (2), the length of what follows (4), that, and an end mark (1).
/// A content header is the class (2), a weight (2), the body's length (8), and the properties. For one reader, like the
/// stream it is of.
/// </remarks>
internal sealed class FrameFilter(Action<string>? onReplaced = null)
{
    private const int HeadBytes = 7;
    private const int EndBytes = 1;
    private const int ContentHeader = 2;
    private const int BeforeProperties = 12;

    /// <summary>Half of what a frame may have by default, so that most reads bring several messages.</summary>
    private const int ReadBytes = 65_536;

    private byte[] _bytes = new byte[ReadBytes];
    private int _taken;
    private int _passed;
    private int _received;

    /// <summary>How much of the present frame goes through unread.</summary>
    private long _unread;

    /// <summary>Where the next bytes from the broker go. Never empty.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_taken == _received)
                (_taken, _passed, _received) = (0, 0, 0);
            if (_received == _bytes.Length)
                MakeRoom();
            return _bytes.AsMemory(_received);
        }
    }

    /// <summary>Says how many bytes were put where <see cref="Free"/> said.</summary>
    public void Received(int count)
    {
        _received += count;
        while (TryPass())
        {
        }
    }

    /// <summary>Hands out what has passed. Returns how many bytes, 0 where nothing has.</summary>
    public int Take(Span<byte> to)
    {
        var count = Math.Min(to.Length, _passed - _taken);
        _bytes.AsSpan(_taken, count).CopyTo(to);
        _taken += count;
        return count;
    }

    /// <summary>Lets through what can be. False where more has to come first.</summary>
    private bool TryPass()
    {
        var waiting = _bytes.AsSpan(_passed, _received - _passed);
        if (_unread > 0)
        {
            var count = (int)Math.Min(_unread, waiting.Length);
            _passed += count;
            _unread -= count;
            return count > 0;
        }

        if (waiting.Length < HeadBytes)
            return false;

        var length = BinaryPrimitives.ReadUInt32BigEndian(waiting[3..]);
        if (waiting[0] != ContentHeader || length is < BeforeProperties or > int.MaxValue / 2)
        {
            _unread = HeadBytes + (long)length + EndBytes;
            return true;
        }

        var whole = HeadBytes + (int)length + EndBytes;
        if (waiting.Length < whole)
            return false;

        var properties = waiting[(HeadBytes + BeforeProperties)..(whole - EndBytes)];
        if (PropertyCheck.FaultOf(properties) is { } fault)
        {
            Replace(whole, UnreadableProperties.Encode(fault, properties));
            onReplaced?.Invoke(fault);
        }
        else
        {
            _passed += whole;
        }

        return true;
    }

    /// <summary>Puts other properties into the content header that waits next, and lets it through.</summary>
    private void Replace(int whole, byte[] properties)
    {
        var frame = _bytes.AsSpan(_passed, whole);
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(length, BeforeProperties + properties.Length);

        var before = frame.Slice(HeadBytes, BeforeProperties);
        byte[] replaced = [.. frame[..3], .. length, .. before, .. properties, frame[^1]];
        byte[] bytes = [.. _bytes.AsSpan(_taken.._passed), .. replaced, .. _bytes.AsSpan((_passed + whole).._received)];
        (_passed, _received, _taken) = (_passed - _taken + replaced.Length, bytes.Length, 0);
        _bytes = [.. bytes, .. new byte[ReadBytes]];
    }

    /// <summary>Moves what is there to the front, into a larger place where a frame needs one.</summary>
    private void MakeRoom()
    {
        var kept = _bytes.AsSpan(_taken, _received - _taken);
        var bytes = kept.Length > _bytes.Length / 2 ? new byte[_bytes.Length * 2] : _bytes;
        kept.CopyTo(bytes);
        (_bytes, _passed, _received, _taken) = (bytes, _passed - _taken, kept.Length, 0);
    }
}
