using System.Buffers.Binary;

namespace Wallet.Hosting.Guard;

/// <summary>
/// Passes bytes from the broker on, frame by frame. Only frames with a message's properties are inspected; properties
/// that the client could not read are replaced by ones that say so.
/// </summary>
/// <remarks>
/// A frame of AMQP 0-9-1 is a type (1 byte), a channel (2), a payload length (4), the payload, and an end mark (1). The
/// payload of a content header is the class (2), a weight (2), the body's length (8), and the properties. Not
/// thread-safe.
/// </remarks>
internal sealed class FrameFilter(Action<string>? onReplaced = null)
{
    private const int HeadBytes = 7;
    private const int EndBytes = 1;
    private const int ContentHeader = 2;
    private const int BeforeProperties = 12;

    /// <summary>Half of the default maximum frame, so that most reads bring several messages.</summary>
    private const int ReadBytes = 65_536;

    private byte[] _bytes = new byte[ReadBytes];
    private int _taken;
    private int _passed;
    private int _received;

    /// <summary>How many bytes of the current frame still pass uninspected.</summary>
    private long _unread;

    /// <summary>The buffer for the next bytes from the broker. Never empty.</summary>
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

    /// <summary>Notes how many bytes were written to <see cref="Free"/>.</summary>
    public void Received(int count)
    {
        _received += count;
        while (TryPass())
        {
        }
    }

    /// <summary>Copies bytes that have passed, and returns how many; 0 if there are none.</summary>
    public int Take(Span<byte> to)
    {
        var count = Math.Min(to.Length, _passed - _taken);
        _bytes.AsSpan(_taken, count).CopyTo(to);
        _taken += count;
        return count;
    }

    /// <summary>Passes whatever is complete. False if more bytes are needed.</summary>
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

    /// <summary>Replaces the properties of the next content header, and passes it.</summary>
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

    /// <summary>Moves the remaining bytes to the front, into a larger buffer if a frame needs one.</summary>
    private void MakeRoom()
    {
        var kept = _bytes.AsSpan(_taken, _received - _taken);
        var bytes = kept.Length > _bytes.Length / 2 ? new byte[_bytes.Length * 2] : _bytes;
        kept.CopyTo(bytes);
        (_bytes, _passed, _received, _taken) = (bytes, _passed - _taken, kept.Length, 0);
    }
}
