using System.Text.Json;
using TypedTables.Codecs;

namespace TypedTables;

/// <summary>Writes values of a type as DynamoDB's JSON and reads them back.</summary>
/// <remarks>
/// Derive from it to store a type of your own, or use <see cref="Codec.Convert{TStored,T}"/> where an existing codec
/// can store it.
/// </remarks>
/// <typeparam name="T">The type of the values in C#.</typeparam>
public abstract class Codec<T>
{
    /// <summary>Makes a codec.</summary>
    /// <param name="type">The type of the stored attribute.</param>
    /// <param name="expected">
    /// A description of a valid value, for error messages, such as <c>a 64-bit integer as N</c>.
    /// </param>
    protected Codec(AttributeType type, string expected)
    {
        Type = type;
        Expected = expected;
    }

    /// <summary>The type of the stored attribute: <c>N</c>, <c>S</c> and so on.</summary>
    public AttributeType Type { get; }

    /// <summary>A description of a valid value, for error messages.</summary>
    public string Expected { get; }

    /// <summary>Whether null is a value of the type, stored as NULL.</summary>
    internal virtual bool HasNull => false;

    /// <summary>
    /// The range that a stored number plus this amount must stay in, or null where DynamoDB itself refuses a sum that
    /// the codec could not read.
    /// </summary>
    internal virtual SumRange? RangeOfSum(T amount) => null;

    /// <summary>Writes a value in DynamoDB's JSON form, one object such as <c>{"N":"100"}</c>.</summary>
    /// <param name="writer">The writer, positioned where a value is expected.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="NotStorableException">DynamoDB cannot hold the value; the message says why.</exception>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>
    /// Reads what <see cref="Write"/> writes. A value of another type, out of range or malformed is refused, never
    /// rounded.
    /// </summary>
    /// <param name="reader">
    /// The reader, positioned on the value's opening brace; on success it ends on the closing one.
    /// </param>
    /// <param name="value">The value, if the method returns true.</param>
    /// <returns>Whether the attribute holds a value of this codec.</returns>
    public abstract bool TryRead(ref Utf8JsonReader reader, out T value);

    /// <summary>
    /// Converts a value from a caller without static types, such as text or a narrower integer: exactly, or not at all.
    /// </summary>
    /// <param name="value">Anything but null and <typeparamref name="T"/> itself.</param>
    /// <param name="converted">The value where the answer is true.</param>
    /// <returns>Whether it fits without loss.</returns>
    public virtual bool TryConvert(object value, out T converted)
    {
        converted = default!;
        return false;
    }
}
