using System.Text;
using SystemTests.Parts;

namespace SystemTests.Fuzz;

/// <summary>The properties of one message, field by field, whatever is in them.</summary>
internal sealed class FuzzProperties
{
    private const int Fields = 14;
    private const int HeadersPlace = 2;

    private readonly byte[]?[] _fields = new byte[Fields][];
    private readonly List<byte> _headers = [];

    public bool HasHeaders { get; private set; }

    public void Header(byte[] header)
    {
        _headers.AddRange(header);
        HasHeaders = true;
    }

    public void Text(Property property, string text) => Text(property, Encoding.UTF8.GetBytes(text));

    public void Text(Property property, ReadOnlySpan<byte> text) =>
        _fields[(int)property] = RawProperties.ShortText(text[..Math.Min(text.Length, 255)]);

    public void Bytes(Property property, params byte[] bytes) => _fields[(int)property] = bytes;

    public bool Has(Property property) => _fields[(int)property] is not null;

    /// <summary>As they go over the wire.</summary>
    public byte[] Encode()
    {
        if (HasHeaders)
            _fields[HeadersPlace] = [.. RawProperties.Long(_headers.Count), .. _headers];
        var flags = 0;
        for (var place = 0; place < Fields; place++)
            flags |= _fields[place] is null ? 0 : 0x8000 >> place;
        return [.. RawProperties.Short((ushort)flags), .. _fields.OfType<byte[]>().SelectMany(field => field)];
    }

    /// <summary>By its place in the flags.</summary>
    internal enum Property
    {
        ContentType = 0,
        ContentEncoding = 1,
        DeliveryMode = 3,
        Priority = 4,
        CorrelationId = 5,
        ReplyTo = 6,
        Expiration = 7,
        MessageId = 8,
        Timestamp = 9,
        Type = 10,
        UserId = 11,
        AppId = 12,
        ClusterId = 13,
    }
}
