using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace TypedTables.Wire.Direct.Http;

/// <summary>Takes a body in chunks out of what was received, in the same memory: what is taken is never longer than what came.</summary>
/// <param name="start">Where the body begins in the memory.</param>
[StructLayout(LayoutKind.Auto)]
internal struct ChunkedBody(int start)
{
    private const int LineLengthMax = 1024;

    private State _state;
    private long _left;

    private enum State
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Done,
    }

    /// <summary>Where what has been taken ends.</summary>
    public int End { get; private set; } = start;

    /// <summary>Whether the last chunk has come, and all that follows it.</summary>
    public readonly bool IsWhole => _state == State.Done;

    /// <summary>Takes what has come since, and moves what remains down to <see cref="End"/>.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="received">Where what has been received ends.</param>
    /// <returns>Where it ends now.</returns>
    /// <exception cref="IOException">These are no chunks.</exception>
    public int Take(Span<byte> memory, int received)
    {
        var at = End;
        while (_state != State.Done && (_state == State.Data ? TakeData(memory, ref at, received) : TakeLine(memory[at..received], ref at)))
        {
            // Until it lacks something.
        }

        memory[at..received].CopyTo(memory[End..]);
        return End + received - at;
    }

    private bool TakeData(Span<byte> memory, ref int at, int received)
    {
        var length = (int)Math.Min(_left, received - at);
        memory.Slice(at, length).CopyTo(memory[End..]);
        at += length;
        End += length;
        _left -= length;
        if (_left > 0)
            return false;

        _state = State.DataEnd;
        return true;
    }

    private bool TakeLine(ReadOnlySpan<byte> rest, ref int at)
    {
        var length = rest.IndexOf("\r\n"u8);
        if (length < 0 ? rest.Length > LineLengthMax : length > LineLengthMax)
            throw ReplyHead.Refused("a line between its chunks is too long");
        if (length < 0)
            return false;

        var line = rest[..length];
        at += length + 2;
        switch (_state)
        {
            case State.Size:
                _left = SizeIn(line);
                _state = _left > 0 ? State.Data : State.Trailer;
                break;
            case State.DataEnd:
                _state = line.IsEmpty ? State.Size : throw ReplyHead.Refused("a chunk is longer than it says");
                break;
            case State.Trailer when line.IsEmpty:
                _state = State.Done;
                break;
        }

        return true;
    }

    private static long SizeIn(ReadOnlySpan<byte> line)
    {
        var semicolon = line.IndexOf((byte)';');
        var digits = (semicolon < 0 ? line : line[..semicolon]).TrimEnd(" \t"u8);
        return digits.Length is > 0 and <= 8 && Utf8Parser.TryParse(digits, out uint size, out var used, 'x') && used == digits.Length
            ? size
            : throw ReplyHead.Refused("the size of a chunk is no number");
    }
}
