namespace TypedTables.Expressions;

/// <summary>The size of an attribute, for a comparison.</summary>
public sealed class SizeOf
{
    private readonly Field _field;

    internal SizeOf(Field field) => _field = field;

    /// <summary>The size equals a number.</summary>
    /// <param name="size">0 or more.</param>
    public Condition Is(long size) => Compare("=", size);

    /// <summary>The size is less than a number.</summary>
    /// <inheritdoc cref="Is"/>
    public Condition IsLessThan(long size) => Compare("<", size);

    /// <summary>The size is greater than a number.</summary>
    /// <inheritdoc cref="Is"/>
    public Condition IsGreaterThan(long size) => Compare(">", size);

    private Condition.SizeComparison Compare(string sign, long size) =>
        new(_field, sign, new CodecOperand<long>(Codec.Int64, size));
}
