using System.Text;
using System.Text.Json;

namespace TypedTables;

/// <summary>
/// A named attribute of a table, declared once and used everywhere: in keys, items, conditions and updates.
/// </summary>
public abstract class Field
{
    private protected Field(string name, AttributeType type, string expected, bool isSensitive)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            throw new TableDeclarationException(
                null,
                name,
                $"an attribute name of at most {NameBytesMax} bytes in UTF-8",
                name
            );

        Name = name;
        NameUtf8 = Encoding.UTF8.GetBytes(name);
        Type = type;
        Expected = expected;
        IsSensitive = isSensitive;
    }

    /// <summary>
    /// The longest name that works everywhere, including in keys and indexes: 255 bytes of UTF-8, which is DynamoDB's
    /// limit.
    /// </summary>
    public const int NameBytesMax = 255;

    /// <summary>The attribute's name in DynamoDB. Names are case-sensitive.</summary>
    public string Name { get; }

    /// <summary>The attribute's type in DynamoDB: <c>N</c>, <c>S</c> and so on.</summary>
    public AttributeType Type { get; }

    /// <summary>A description of a valid value, for error messages, such as <c>a 64-bit integer as N</c>.</summary>
    public string Expected { get; }

    /// <summary>Whether error messages leave out the field's value.</summary>
    public bool IsSensitive { get; }

    internal ReadOnlySpan<byte> NameUtf8Span => NameUtf8;

    private byte[] NameUtf8 { get; }

    /// <summary>Declares a field.</summary>
    /// <typeparam name="T">The type of its values.</typeparam>
    /// <param name="name">The attribute's name, 1 to 255 bytes in UTF-8. Reserved words and dots are fine.</param>
    /// <param name="codec">How its values are stored.</param>
    /// <param name="isSensitive">Whether error messages leave out the field's value.</param>
    public static Field<T> Of<T>(string name, Codec<T> codec, bool isSensitive = false) =>
        new(name, codec, isSensitive);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Checks and writes an untyped value.</summary>
    internal abstract void WriteObject(string? table, Utf8JsonWriter writer, object? value);

    internal abstract bool TryReadObject(ref Utf8JsonReader reader, out object? value);

    internal string Shown(string found) => IsSensitive ? "a value that is not shown" : found;

    // The inner exception's message may contain the value, and errors are logged with their inner exceptions.
    private protected Exception? Cause(Exception? error) => IsSensitive ? null : error;
}

/// <summary>A field whose values are <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the values in C#.</typeparam>
public sealed class Field<T> : Field
{
    internal Field(string name, Codec<T> codec, bool isSensitive)
        : base(name, codec.Type, codec.Expected, isSensitive) => Codec = codec;

    /// <summary>How the values are stored.</summary>
    public Codec<T> Codec { get; }

    /// <exception cref="ItemEncodeException">DynamoDB cannot hold the value.</exception>
    internal void Write(string? table, Utf8JsonWriter writer, T value)
    {
        try
        {
            Codec.Write(writer, value);
        }
        catch (ItemEncodeException nested) when (nested.Table is null)
        {
            // A nested record's error names the record's own field; this adds the path to it.
            throw new ItemEncodeException(
                table,
                $"{Name}.{nested.Field}",
                nested.Expected!,
                Shown(nested.Found!),
                Cause(nested)
            );
        }
        catch (ArgumentException error)
        {
            throw new ItemEncodeException(table, Name, Expected, Shown(error.Message), Cause(error));
        }
    }

    internal override void WriteObject(string? table, Utf8JsonWriter writer, object? value)
    {
        if (value is T typed || (value is not null && Codec.TryConvert(value, out typed)))
            Write(table, writer, typed);
        else if (value is null && Codec.HasNull)
            Write(table, writer, default!);
        else
            throw new ItemEncodeException(
                table,
                Name,
                Expected,
                Shown(value is null ? "null" : FormattableString.Invariant($"{value.GetType().Name} '{value}'"))
            );
    }

    internal override bool TryReadObject(ref Utf8JsonReader reader, out object? value)
    {
        var read = Codec.TryRead(ref reader, out var typed);
        value = read ? typed : null;
        return read;
    }
}
