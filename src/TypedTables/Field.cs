using System.Text;
using System.Text.Json;

namespace TypedTables;

/// <summary>A named attribute of a table, declared once and used everywhere: in keys, items, conditions and updates.</summary>
public abstract class Field
{
    private protected Field(string name, AttributeType type, string expected)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            throw new TableDeclarationException(null, name, $"an attribute name of at most {NameBytesMax} bytes in UTF-8", name);

        Name = name;
        NameUtf8 = Encoding.UTF8.GetBytes(name);
        Type = type;
        Expected = expected;
    }

    /// <summary>The longest name that works everywhere, keys and indexes included: 255 bytes of UTF-8 (DynamoDB's own limit).</summary>
    public const int NameBytesMax = 255;

    /// <summary>The attribute's name in DynamoDB, as written: names are case-sensitive.</summary>
    public string Name { get; }

    /// <summary>How the attribute travels: <c>N</c>, <c>S</c> and so on.</summary>
    public AttributeType Type { get; }

    /// <summary>What a value must be, in words, for error messages: <c>a 64-bit integer as N</c>.</summary>
    public string Expected { get; }

    internal ReadOnlySpan<byte> NameUtf8Span => NameUtf8;

    private protected byte[] NameUtf8 { get; }

    /// <summary>Writes an untyped value after checking it, or says that it does not fit.</summary>
    internal abstract bool TryWriteObject(Utf8JsonWriter writer, object? value);

    internal abstract bool TryReadObject(ref Utf8JsonReader reader, out object? value);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A field whose values are <typeparamref name="T"/>; it is its own codec for DynamoDB's JSON form.</summary>
/// <remarks>Derive from it to store a type of your own.</remarks>
/// <typeparam name="T">The type of the values in C#.</typeparam>
public abstract class Field<T> : Field
    where T : notnull
{
    /// <summary>Declares a field.</summary>
    /// <param name="name">The attribute's name, 1 to 255 bytes in UTF-8.</param>
    /// <param name="type">How it travels.</param>
    /// <param name="expected">What a value must be, in words, for error messages.</param>
    protected Field(string name, AttributeType type, string expected)
        : base(name, type, expected)
    {
    }

    /// <summary>Writes the value in DynamoDB's JSON form, one object such as <c>{"N":"100"}</c>.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    /// <param name="value">The value.</param>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>Reads what <see cref="Write"/> writes. A value of another type, out of range or malformed is refused, never rounded.</summary>
    /// <param name="reader">Stands on the value's opening brace; afterwards on its closing one.</param>
    /// <param name="value">The value where the answer is true.</param>
    /// <returns>Whether the attribute held such a value.</returns>
    public abstract bool TryRead(ref Utf8JsonReader reader, out T value);

    /// <summary>Turns what a caller without static types has (text, a narrower integer) into a value, exactly or not at all.</summary>
    /// <param name="value">Anything but null.</param>
    /// <param name="converted">The value where the answer is true.</param>
    /// <returns>Whether it fits this field without loss.</returns>
    protected virtual bool TryConvert(object value, out T converted)
    {
        converted = default!;
        return false;
    }

    internal sealed override bool TryWriteObject(Utf8JsonWriter writer, object? value)
    {
        if (value is not T typed && (value is null || !TryConvert(value, out typed)))
            return false;

        Write(writer, typed);
        return true;
    }

    internal sealed override bool TryReadObject(ref Utf8JsonReader reader, out object? value)
    {
        var read = TryRead(ref reader, out var typed);
        value = read ? typed : null;
        return read;
    }
}
