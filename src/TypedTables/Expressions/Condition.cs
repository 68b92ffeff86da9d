namespace TypedTables.Expressions;

/// <summary>A condition on an item: for a write to take effect, or for a query to return the item.</summary>
public abstract class Condition
{
    /// <summary>The most values that <see cref="Conditions.IsIn"/> takes: 100.</summary>
    public const int InValuesMax = 100;

    private protected Condition()
    {
    }

    /// <summary>The field, if this condition can restrict a query's range key; otherwise null.</summary>
    internal virtual Field? RangeField => null;

    /// <summary>Both conditions must hold.</summary>
    /// <param name="other">The other condition.</param>
    public Condition And(Condition other) => new Joined("AND", this, NotNull(other));

    /// <summary>At least one of the conditions must hold.</summary>
    /// <param name="other">The other condition.</param>
    public Condition Or(Condition other) => new Joined("OR", this, NotNull(other));

    /// <summary>The condition must not hold.</summary>
    public Condition Not() => new Negated(this);

    /// <summary>The fields that the condition refers to.</summary>
    internal abstract IEnumerable<Field> Fields { get; }

    internal abstract string Write(ExpressionWriter writer);

    private static Condition NotNull(Condition other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other;
    }

    internal sealed class Comparison(FieldOperand value, string sign) : Condition
    {
        internal override Field RangeField => value.Field;

        internal override IEnumerable<Field> Fields => [value.Field];

        internal override string Write(ExpressionWriter writer) =>
            $"{writer.Name(value.Field)} {sign} {writer.Value(value)}";
    }

    internal sealed class Between(FieldOperand low, FieldOperand high) : Condition
    {
        internal override Field RangeField => low.Field;

        internal override IEnumerable<Field> Fields => [low.Field];

        internal override string Write(ExpressionWriter writer) =>
            $"{writer.Name(low.Field)} BETWEEN {writer.Value(low)} AND {writer.Value(high)}";
    }

    internal sealed class In(Field on, IReadOnlyList<Operand> values) : Condition
    {
        internal override IEnumerable<Field> Fields => [on];

        internal override string Write(ExpressionWriter writer) =>
            $"{writer.Name(on)} IN ({string.Join(", ", values.Select(writer.Value))})";
    }

    internal sealed class Call(string function, Field on, Operand? value = null) : Condition
    {
        internal override Field? RangeField => function == "begins_with" ? on : null;

        internal override IEnumerable<Field> Fields => [on];

        internal override string Write(ExpressionWriter writer) => value is null
            ? $"{function}({writer.Name(on)})"
            : $"{function}({writer.Name(on)}, {writer.Value(value)})";
    }

    internal sealed class SizeComparison(Field on, string sign, Operand size) : Condition
    {
        internal override IEnumerable<Field> Fields => [on];

        internal override string Write(ExpressionWriter writer) =>
            $"size({writer.Name(on)}) {sign} {writer.Value(size)}";
    }

    private sealed class Joined(string word, Condition left, Condition right) : Condition
    {
        internal override IEnumerable<Field> Fields => left.Fields.Concat(right.Fields);

        internal override string Write(ExpressionWriter writer) =>
            $"({left.Write(writer)} {word} {right.Write(writer)})";
    }

    private sealed class Negated(Condition inner) : Condition
    {
        internal override IEnumerable<Field> Fields => inner.Fields;

        internal override string Write(ExpressionWriter writer) => $"(NOT {inner.Write(writer)})";
    }
}
