using TypedTables.Codecs;

namespace TypedTables.Expressions;

/// <summary>The size of an attribute, to be compared.</summary>
public sealed class SizeOf
{
    private readonly Field _field;

    internal SizeOf(Field field) => _field = field;

    /// <summary>It is just this size.</summary>
    /// <param name="size">0 or more.</param>
    public Condition Is(long size) => Compare("=", size);

    /// <summary>It is less.</summary>
    /// <inheritdoc cref="Is"/>
    public Condition IsLessThan(long size) => Compare("<", size);

    /// <summary>It is greater.</summary>
    /// <inheritdoc cref="Is"/>
    public Condition IsGreaterThan(long size) => Compare(">", size);

    private Condition.SizeComparison Compare(string sign, long size) =>
        new(_field, sign, new CodecOperand<long>(Codec.Int64, size));
}
