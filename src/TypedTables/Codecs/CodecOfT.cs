using System.Text.Json;
using TypedTables.Codecs;

namespace TypedTables;

/// <summary>How values of a type are stored: as DynamoDB's JSON form, written and read directly.</summary>
/// <remarks>
/// Derive from it to store a type of your own, or use <see cref="Codec.Convert{TStored,T}"/> where one that is here can
/// carry it.
/// </remarks>
/// <typeparam name="T">The type of the values in C#.</typeparam>
public abstract class Codec<T>
{
    /// <summary>Makes a codec.</summary>
    /// <param name="type">How values travel.</param>
    /// <param name="expected">What a value must be, in words, for error messages: <c>a 64-bit integer as N</c>.</param>
    protected Codec(AttributeType type, string expected)
    {
        Type = type;
        Expected = expected;
    }

    /// <summary>How values travel: <c>N</c>, <c>S</c> and so on.</summary>
    public AttributeType Type { get; }

    /// <summary>What a value must be, in words.</summary>
    public string Expected { get; }

    /// <summary>Whether null is a value of the type, stored as NULL.</summary>
    internal virtual bool HasNull => false;

    /// <summary>
    /// Where a stored number and this amount together must lie; null where DynamoDB itself refuses what cannot be read
    /// again.
    /// </summary>
    internal virtual SumRange? RangeOfSum(T amount) => null;

    /// <summary>Writes a value in DynamoDB's JSON form, one object such as <c>{"N":"100"}</c>.</summary>
    /// <param name="writer">Stands where a value is expected.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="NotStorableException">DynamoDB cannot hold the value; the message says why.</exception>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <summary>
    /// Reads what <see cref="Write"/> writes. A value of another type, out of range or malformed is refused, never
    /// rounded.
    /// </summary>
    /// <param name="reader">Stands on the value's opening brace; afterwards, where the answer is true, on its closing
    /// one.</param>
    /// <param name="value">The value where the answer is true.</param>
    /// <returns>Whether the attribute held such a value.</returns>
    public abstract bool TryRead(ref Utf8JsonReader reader, out T value);

    /// <summary>
    /// Turns what a caller without static types has (text, a narrower integer) into a value, exactly or not at all.
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
