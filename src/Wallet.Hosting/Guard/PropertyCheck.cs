using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Wallet.Hosting.Guard;

/// <summary>
/// Checks that RabbitMQ's client can read a message's properties, and write them again when the message is moved.
/// </summary>
/// <remarks>
/// The client reads properties on the loop that serves all queues. An exception there ends the connection, and nested
/// tables are read recursively, so that deep ones end the process. This check walks over the same bytes more strictly
/// and keeps nothing.
/// </remarks>
internal ref struct PropertyCheck
{
    /// <summary>
    /// The maximum length in bytes. A frame holds 131,072, and a deferred message gets additional headers.
    /// </summary>
    public const int BytesMax = 124 * 1_024;

    /// <summary>The maximum depth of nested tables and arrays.</summary>
    public const int DepthMax = 32;

    /// <summary>The maximum scale of a .NET decimal.</summary>
    private const int ScaleMax = 28;

    private const int ShortTextMax = 255;

    /// <summary>
    /// The type of each property, from the highest flag bit: short string (s), table (F), octet (B), timestamp (T).
    /// </summary>
    private const string Kinds = "ssFBBssssTssss";

    private ReadOnlySpan<byte> _rest;
    private string? _fault;

    /// <summary>Describes why the properties cannot be used; null if they can.</summary>
    /// <param name="properties">The bytes, beginning with the flags.</param>
    public static string? FaultOf(ReadOnlySpan<byte> properties)
    {
        if (properties.Length > BytesMax)
            return $"they have {properties.Length} bytes, and {BytesMax} is the limit";
        if (properties.Length < sizeof(ushort))
            return properties.IsEmpty ? null : "they end before a property does";

        var flags = BinaryPrimitives.ReadUInt16BigEndian(properties);
        var check = new PropertyCheck { _rest = properties[sizeof(ushort)..] };
        for (var place = 0; place < Kinds.Length; place++)
        {
            if ((flags & (0x8000 >> place)) != 0 && !check.Property(Kinds[place]))
                return check._fault;
        }

        return null;
    }

    private bool Property(char kind) => kind switch
    {
        's' => ShortText(),
        'F' => Table(1),
        'B' => Skip(1),
        _ => Skip(8),
    };

    private bool Value(int depth)
    {
        if (_rest.IsEmpty)
            return Skip(1);

        var type = (char)_rest[0];
        _rest = _rest[1..];
        return type switch
        {
            'V' => true,
            't' or 'b' or 'B' => Skip(1),
            's' or 'u' => Skip(2),
            'I' or 'i' or 'f' => Skip(4),
            'l' or 'd' or 'T' => Skip(8),
            'S' or 'x' => Take(out _),
            'D' => Decimal(),
            'F' => Table(depth + 1),
            'A' => Array(depth + 1),
            _ => Fail($"a header is of type 0x{(int)type:x2}, which the client does not know"),
        };
    }

    private bool Table(int depth)
    {
        if (!Enter(depth, out var after))
            return false;
        while (!_rest.IsEmpty)
        {
            if (!ShortText() || !Value(depth))
                return false;
        }

        _rest = after;
        return true;
    }

    private bool Array(int depth)
    {
        if (!Enter(depth, out var after))
            return false;
        while (!_rest.IsEmpty)
        {
            if (!Value(depth))
                return false;
        }

        _rest = after;
        return true;
    }

    /// <summary>Enters a table or an array: its content is read first, and then what follows it.</summary>
    private bool Enter(int depth, out ReadOnlySpan<byte> after)
    {
        after = default;
        if (depth > DepthMax)
            return Fail($"tables or arrays lie more than {DepthMax} deep in one another");
        if (!Take(out var inside))
            return false;
        after = _rest;
        _rest = inside;
        return true;
    }

    private bool Decimal() => _rest.Length > 0 && _rest[0] > ScaleMax
        ? Fail($"a decimal has {_rest[0]} places behind the point, and {ScaleMax} is the limit")
        : Skip(5);

    /// <summary>
    /// Reads a short string. Invalid UTF-8 grows to three bytes for each wrong one when it is written again.
    /// </summary>
    private bool ShortText()
    {
        var length = _rest.IsEmpty ? 0 : _rest[0];
        if (_rest.Length <= length)
            return Skip(length + 1);

        var text = _rest[1..(length + 1)];
        return !Utf8.IsValid(text) && Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(text)) > ShortTextMax
            ? Fail($"a name or text of {length} bytes is not UTF-8, and too long when it is written again")
            : Skip(length + 1);
    }

    /// <summary>Reads bytes that are preceded by their length, in four bytes.</summary>
    private bool Take(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (_rest.Length < sizeof(uint))
            return Skip(sizeof(uint));

        var length = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        if (length > _rest.Length - sizeof(uint))
            return Fail("they end before a header does");
        bytes = _rest.Slice(sizeof(uint), (int)length);
        return Skip(sizeof(uint) + (int)length);
    }

    private bool Skip(int count)
    {
        if (count > _rest.Length)
            return Fail("they end before a property does");
        _rest = _rest[count..];
        return true;
    }

    private bool Fail(string fault)
    {
        _fault = fault;
        return false;
    }
}
