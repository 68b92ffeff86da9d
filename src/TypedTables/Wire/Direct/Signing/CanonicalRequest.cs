namespace TypedTables.Wire.Direct.Signing;

/// <summary>Writes a request in the canonical form that AWS defines, from which the signature is computed.</summary>
/// <remarks>
/// The caller gives path and query in canonical form, and headers sorted by their lower-case names, with trimmed
/// values.
/// </remarks>
/// <param name="buffer">The destination; see <see cref="LengthFor"/>.</param>
internal ref struct CanonicalRequest(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>The buffer length that suffices for a request.</summary>
    /// <param name="variable">
    /// The total length of method, path, query, headers and, once more, the header names.
    /// </param>
    public static int LengthFor(int variable) => variable + SigV4.HexLength + 64;

    /// <summary>Writes the first three lines.</summary>
    public void Start(ReadOnlySpan<byte> method, ReadOnlySpan<byte> path, ReadOnlySpan<byte> query)
    {
        Line(method);
        Line(path);
        Line(query);
    }

    /// <summary>Writes one header.</summary>
    public void Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Append(name);
        Append(":"u8);
        Line(value);
    }

    /// <summary>Writes the last lines.</summary>
    /// <param name="signedHeaders">The headers' names, separated by semicolons.</param>
    /// <param name="body">The request's body.</param>
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
