using System.Numerics;
using TypedTables.Codecs;

namespace TypedTables;

/// <summary>How values are stored: a codec for each type, and codecs that are built from other codecs.</summary>
// The members bear the names of the types that they store, since those are what a reader looks for.
#pragma warning disable CA1720
public static class Codec
{
    /// <summary><see cref="long"/> as N.</summary>
    public static Codec<long> Int64 { get; } = new Int64Codec();

    /// <summary><see cref="int"/> as N.</summary>
    public static Codec<int> Int32 { get; } = new Int32Codec();

    /// <summary>
    /// <see cref="decimal"/> as N. Stored numbers that a decimal cannot hold without rounding are refused. Trailing
    /// zeros are lost: 1.50 comes back as 1.5.
    /// </summary>
    public static Codec<decimal> Decimal { get; } = new DecimalCodec();

    /// <summary>Integers of up to 38 significant digits as N. Writing a larger one fails.</summary>
    public static Codec<BigInteger> BigInteger { get; } = new BigIntegerCodec();

    /// <summary>Every number that DynamoDB can hold, exactly, as N.</summary>
    public static Codec<Number> Number { get; } = new NumberCodec();

    /// <summary><see cref="string"/> as S. May be empty, but not in a key.</summary>
    public static Codec<string> String { get; } = new StringCodec();

    /// <summary>
    /// <see cref="Guid"/> as S: 36 characters, hyphenated, lower case; upper case is accepted when reading.
    /// </summary>
    public static Codec<Guid> Uuid { get; } = new UuidCodec();

    /// <summary><see cref="bool"/> as BOOL.</summary>
    public static Codec<bool> Boolean { get; } = new BooleanCodec();

    /// <summary>
    /// A point in time as S in ISO 8601, UTC, 28 characters, to 100 ns: <c>2026-01-31T12:00:00.0000000Z</c>. The text
    /// sorts by time.
    /// </summary>
    public static Codec<DateTimeOffset> Timestamp { get; } = new TimestampCodec();

    /// <summary>
    /// A point in time as N, in whole seconds since 1970, as DynamoDB's time to live wants it. Writing a fraction of a
    /// second fails; it is not truncated.
    /// </summary>
    public static Codec<DateTimeOffset> EpochSeconds { get; } = new EpochSecondsCodec();

    /// <summary><see cref="DateOnly"/> as S: <c>2026-01-31</c>. The text sorts by time.</summary>
    public static Codec<DateOnly> Date { get; } = new DateCodec();

    /// <summary><see cref="TimeSpan"/> as S in .NET's constant form: <c>1.02:03:04.5000000</c>.</summary>
    public static Codec<TimeSpan> Duration { get; } = new DurationCodec();

    /// <summary>Bytes as B.</summary>
    public static Codec<byte[]> Binary { get; } = new BinaryCodec();

    /// <summary>A set of strings as SS; never empty.</summary>
    public static Codec<IReadOnlySet<string>> StringSet { get; } = new StringSetCodec();

    /// <summary>A set of 64-bit integers as NS; never empty.</summary>
    public static Codec<IReadOnlySet<long>> Int64Set { get; } = new NumberSetCodec<long>(new Int64Codec());

    /// <summary>A set of numbers as NS; never empty.</summary>
    public static Codec<IReadOnlySet<Number>> NumberSet { get; } = new NumberSetCodec<Number>(new NumberCodec());

    /// <summary>
    /// A set of byte strings as BS; never empty. The set that is read compares its elements by content.
    /// </summary>
    public static Codec<IReadOnlySet<byte[]>> BinarySet { get; } = new BinarySetCodec();

    /// <summary>An enum as S, by the names of its members. A value without a name is refused.</summary>
    /// <typeparam name="T">The enum.</typeparam>
    public static Codec<T> Enum<T>()
        where T : struct, Enum
        => new EnumCodec<T>();

    /// <summary>A list as L.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="element">How each element is stored.</param>
    public static Codec<IReadOnlyList<T>> List<T>(Codec<T> element) => new ListCodec<T>(element);

    /// <summary>A map with string keys as M.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="element">How each value is stored.</param>
    public static Codec<IReadOnlyDictionary<string, T>> Map<T>(Codec<T> element) => new MapCodec<T>(element);

    /// <summary>A nested record as M.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="schema">Its fields.</param>
    public static Codec<T> Record<T>(RecordSchema<T> schema)
        where T : class
        => new RecordCodec<T>(schema);

    /// <summary>
    /// A value or null, stored as DynamoDB's NULL. An attribute that may be absent needs no codec: see
    /// <see cref="ItemReader.TryGet"/>.
    /// </summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="inner">How a value is stored.</param>
    public static Codec<T?> NullOr<T>(Codec<T> inner)
        where T : struct
        => new NullableValueCodec<T>(inner);

    /// <summary>A string or null, stored as DynamoDB's NULL.</summary>
    public static Codec<string?> NullOrString { get; } = new NullableReferenceCodec<string>(String);

    /// <summary>A record or null, stored as DynamoDB's NULL.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="schema">Its fields.</param>
    public static Codec<T?> NullOrRecord<T>(RecordSchema<T> schema)
        where T : class
        => new NullableReferenceCodec<T>(Record(schema));

    /// <summary>A type of your own, stored as another type that has a codec.</summary>
    /// <typeparam name="TStored">The type that is stored.</typeparam>
    /// <typeparam name="T">Your type.</typeparam>
    /// <param name="stored">How it is stored.</param>
    /// <param name="toStored">
    /// Converts to the stored value. Throw <see cref="ArgumentException"/> to refuse a value.
    /// </param>
    /// <param name="fromStored">
    /// Converts from the stored value. Throw <see cref="ArgumentException"/>, <see cref="FormatException"/> or
    /// <see cref="OverflowException"/> to refuse it.
    /// </param>
    /// <param name="expected">A description of a valid value, for error messages; null takes the stored type's.</param>
    public static Codec<T> Convert<TStored, T>(
        Codec<TStored> stored,
        Func<T, TStored> toStored,
        Func<TStored, T> fromStored,
        string? expected = null
    ) => new ConvertedCodec<TStored, T>(stored, toStored, fromStored, expected);
}
