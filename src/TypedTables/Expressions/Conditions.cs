using TypedTables.Codecs;

namespace TypedTables.Expressions;

/// <summary>Creates conditions from fields. A comparison is false if the item lacks the attribute.</summary>
public static class Conditions
{
    /// <summary>The attribute equals the value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="value">The value.</param>
    public static Condition Is<T>(this Field<T> field, T value) => Compare(field, "=", value);

    /// <summary>The attribute exists and differs from the value.</summary>
    /// <inheritdoc cref="Is"/>
    // DynamoDB's <> is also true for a missing attribute.
    public static Condition IsNot<T>(this Field<T> field, T value) => field.Exists().And(Compare(field, "<>", value));

    /// <summary>The attribute is less than the value: numbers by size, strings and bytes by their bytes.</summary>
    /// <inheritdoc cref="Is"/>
    public static Condition IsLessThan<T>(this Field<T> field, T value) => Compare(field, "<", value);

    /// <summary>The attribute is the value or less.</summary>
    /// <inheritdoc cref="Is"/>
    public static Condition IsAtMost<T>(this Field<T> field, T value) => Compare(field, "<=", value);

    /// <summary>The attribute is greater than the value.</summary>
    /// <inheritdoc cref="Is"/>
    public static Condition IsGreaterThan<T>(this Field<T> field, T value) => Compare(field, ">", value);

    /// <summary>The attribute is the value or greater.</summary>
    /// <inheritdoc cref="Is"/>
    public static Condition IsAtLeast<T>(this Field<T> field, T value) => Compare(field, ">=", value);

    /// <summary>The attribute lies between two values, both included.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value.</param>
    public static Condition IsBetween<T>(this Field<T> field, T low, T high) =>
        new Condition.Between(new FieldOperand<T>(field, low), new FieldOperand<T>(field, high));

    /// <summary>The attribute is one of the values.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="values">1 to <see cref="Condition.InValuesMax"/> values.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no values, or too many.</exception>
    public static Condition IsIn<T>(this Field<T> field, params IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count is 0 or > Condition.InValuesMax)
            throw new ArgumentOutOfRangeException(
                nameof(values),
                values.Count,
                $"Takes 1 to {Condition.InValuesMax} values."
            );
        return new Condition.In(field, [.. values.Select(value => new FieldOperand<T>(field, value))]);
    }

    /// <summary>The string begins with a prefix.</summary>
    /// <param name="field">A field of the table.</param>
    /// <param name="prefix">The prefix.</param>
    public static Condition BeginsWith(this Field<string> field, string prefix) =>
        new Condition.Call("begins_with", field, new FieldOperand<string>(field, prefix));

    /// <summary>The string contains another.</summary>
    /// <param name="field">A field of the table.</param>
    /// <param name="part">The other string.</param>
    public static Condition Contains(this Field<string> field, string part) =>
        new Condition.Call("contains", field, new FieldOperand<string>(field, part));

    /// <summary>The set contains the element.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="element">The element.</param>
    public static Condition Contains<T>(this Field<IReadOnlySet<T>> field, T element) =>
        ContainsElement(field, element);

    /// <summary>The list contains the element.</summary>
    /// <inheritdoc cref="Contains{T}(Field{IReadOnlySet{T}}, T)"/>
    public static Condition Contains<T>(this Field<IReadOnlyList<T>> field, T element) =>
        ContainsElement(field, element);

    /// <summary>The item has the attribute.</summary>
    /// <param name="field">A field of the table.</param>
    public static Condition Exists(this Field field) => new Condition.Call("attribute_exists", field);

    /// <summary>The item lacks the attribute, or there is no item.</summary>
    /// <param name="field">A field of the table.</param>
    public static Condition NotExists(this Field field) => new Condition.Call("attribute_not_exists", field);

    /// <summary>The attribute is stored as this type, whatever its field declares.</summary>
    /// <param name="field">A field of the table.</param>
    /// <param name="type">The type.</param>
    public static Condition HasType(this Field field, AttributeType type) =>
        new Condition.Call("attribute_type", field, new CodecOperand<string>(Codec.String, type.ToString()));

    /// <summary>
    /// The size of the attribute, for a comparison: characters of a string, bytes of binary data, elements of a set,
    /// list or map.
    /// </summary>
    /// <param name="field">A field of the table.</param>
    public static SizeOf Size(this Field field) => new(field);

    private static Condition.Comparison Compare<T>(Field<T> field, string sign, T value) =>
        new(new FieldOperand<T>(field, value), sign);

    private static Condition.Call ContainsElement<TField, T>(Field<TField> field, T element)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Codec is IElementCodec<T> elements
            ? new Condition.Call(
                "contains",
                field,
                new FieldOperand<T>(Field.Of(field.Name, elements.Element, field.IsSensitive), element)
            )
            : throw new ItemEncodeException(
                null,
                field.Name,
                "a codec that is itself a set or list for this condition",
                field.Codec.GetType().Name
            );
    }
}
