namespace TypedTables.Wire.Direct.Signing;

/// <summary>Writes a request in the one form that AWS and we must agree on before a signature is made of it.</summary>
/// <remarks>
/// The caller gives path and query in canonical form, and headers in the order of their names, lower case, their values
/// without blanks at the ends.
/// </remarks>
/// <param name="buffer">Where it goes; see <see cref="LengthFor"/>.</param>
internal ref struct CanonicalRequest(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>
    /// Bytes enough for a request whose method, path, query, headers and header names, twice, have so many.
    /// </summary>
    public static int LengthFor(int variable) => variable + SigV4.HexLength + 64;

    /// <summary>The first three lines.</summary>
    public void Start(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path, ReadOnlySpan<byte> query)
    {
        Line(method);
        Line(path);
        Line(query);
    }

    /// <summary>One header.</summary>
    public void Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Append(name);
        Append(":"u8);
        Line(value);
    }

    /// <summary>The last lines.</summary>
    /// <param name="signedHeaders">The names of the headers, with semicolons between.</param>
    /// <param name="body">What the request carries.</param>
    public void End(ReadOnlySpan<byte> signedHeaders, ReadOnlySpan<byte> body)
    {
        Line([]);
        Line(signedHeaders);
        SigV4.WriteHash(body, _buffer[_length..]);
        _length += SigV4.HexLength;
    }

    private void Line(ReadOnlySpan<byte> text)
    {
        Append(text);
        Append("\n"u8);
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer[_length..]);
        _length += text.Length;
    }
}
