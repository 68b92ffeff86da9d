namespace TypedTables.Expressions;

/// <summary>What must hold of the stored item for a write to take effect.</summary>
public abstract class Condition
{
    private protected Condition()
    {
    }

    /// <summary>Both must hold.</summary>
    /// <param name="other">The other condition.</param>
    public Condition And(Condition other) => new Joined("AND", this, other);

    /// <summary>At least one must hold.</summary>
    /// <param name="other">The other condition.</param>
    public Condition Or(Condition other) => new Joined("OR", this, other);

    internal abstract string Write(ExpressionWriter writer);

    internal sealed class Equal(FieldValue value) : Condition
    {
        internal override string Write(ExpressionWriter writer) => $"{writer.Name(value.Field)} = {writer.Value(value)}";
    }

    internal sealed class Call(string function, Field field) : Condition
    {
        internal override string Write(ExpressionWriter writer) => $"{function}({writer.Name(field)})";
    }

    private sealed class Joined(string word, Condition left, Condition right) : Condition
    {
        internal override string Write(ExpressionWriter writer) => $"({left.Write(writer)} {word} {right.Write(writer)})";
    }
}

/// <summary>Conditions composed from fields.</summary>
public static class Conditions
{
    /// <summary>The attribute is there and equals the value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="value">The value.</param>
    public static Condition Is<T>(this Field<T> field, T value)
        where T : notnull
        => new Condition.Equal(new FieldValue<T>(field, value));

    /// <summary>The item has the attribute.</summary>
    /// <param name="field">A field of the table.</param>
    public static Condition Exists(this Field field) => new Condition.Call("attribute_exists", field);

    /// <summary>The item lacks the attribute, or there is no item.</summary>
    /// <param name="field">A field of the table.</param>
    public static Condition NotExists(this Field field) => new Condition.Call("attribute_not_exists", field);
}
