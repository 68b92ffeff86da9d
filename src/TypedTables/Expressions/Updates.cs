using Clause = TypedTables.Expressions.Update.Clause;

namespace TypedTables.Expressions;

/// <summary>Creates updates from fields, none of which may be a key.</summary>
public static class Updates
{
    /// <summary>Sets the attribute, whether or not it exists.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="value">The value.</param>
    public static Update Set<T>(this Field<T> field, T value) => Set(new FieldOperand<T>(field, value));

    /// <summary>
    /// Sets every attribute of an untyped item; each value is checked against its field when the update is sent.
    /// </summary>
    /// <param name="item">At least one attribute.</param>
    public static Update Set(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Count == 0)
            throw new ArgumentException("Set at least one attribute.", nameof(item));
        return new Update([.. item.Select(pair => SetClause(new UncheckedOperand(pair.Key, pair.Value)))]);
    }

    /// <summary>Sets the attribute, or removes it if the value is null.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="value">The value, or null.</param>
    public static Update SetOrRemove<T>(this Field<T> field, T? value)
        where T : struct
        => value is { } present ? field.Set(present) : field.Remove();

    /// <summary>Sets the attribute only if the item lacks it.</summary>
    /// <inheritdoc cref="Set{T}(Field{T}, T)"/>
    public static Update SetIfAbsent<T>(this Field<T> field, T value) =>
        new(
            new Clause(
                "SET",
                field,
                writer =>
                    $"{writer.Name(field)} = if_not_exists({writer.Name(field)}, "
                        + $"{writer.Value(new FieldOperand<T>(field, value))})"
            )
        );

    /// <summary>Adds to an existing number. The call fails if the item lacks it.</summary>
    /// <remarks>
    /// If the field cannot hold the sum, for a <c>long</c> one of more than 64 bits, nothing is changed: see
    /// <see cref="Update"/>. A decimal's range is computed from the amount's decimals, so a stored number with more
    /// decimals than the amount may still end up with too many digits. A type of your own
    /// (<see cref="Codec.Convert{TStored,T}"/>) has the range of its stored type.
    /// </remarks>
    /// <typeparam name="T">The field's type, a number.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="amount">What to add.</param>
    public static Update Increase<T>(this Field<T> field, T amount)
        where T : struct
        => Sum("SET", field, amount, (name, value) => $"{name} = {name} + {value}");

    /// <summary>Subtracts from an existing number. The call fails if the item lacks it.</summary>
    /// <inheritdoc cref="Increase"/>
    public static Update Decrease<T>(this Field<T> field, T amount)
        where T : struct
        => Sum("SET", field, amount, (name, value) => $"{name} = {name} - {value}", isNegative: true);

    /// <summary>Adds to a number. A missing one counts as 0.</summary>
    /// <inheritdoc cref="Increase"/>
    public static Update Add<T>(this Field<T> field, T amount)
        where T : struct
        => Sum("ADD", field, amount, (name, value) => $"{name} {value}");

    /// <summary>Adds elements to a set. A missing set counts as empty.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="elements">At least one.</param>
    public static Update Add<T>(this Field<IReadOnlySet<T>> field, IReadOnlySet<T> elements) =>
        new(
            new Clause(
                "ADD",
                field,
                writer => $"{writer.Name(field)} {writer.Value(new FieldOperand<IReadOnlySet<T>>(field, elements))}"
            )
        );

    /// <summary>Deletes elements from a set. A set that becomes empty is removed.</summary>
    /// <inheritdoc cref="Add{T}(Field{IReadOnlySet{T}}, IReadOnlySet{T})"/>
    public static Update Delete<T>(this Field<IReadOnlySet<T>> field, IReadOnlySet<T> elements) =>
        new(
            new Clause(
                "DELETE",
                field,
                writer => $"{writer.Name(field)} {writer.Value(new FieldOperand<IReadOnlySet<T>>(field, elements))}"
            )
        );

    /// <summary>Appends to a list. A missing list counts as empty.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="field">A field of the table.</param>
    /// <param name="elements">What to append.</param>
    public static Update Append<T>(this Field<IReadOnlyList<T>> field, params IReadOnlyList<T> elements) =>
        new(
            new Clause(
                "SET",
                field,
                writer =>
                {
                    var name = writer.Name(field);
                    var none = writer.Value(new FieldOperand<IReadOnlyList<T>>(field, []));
                    return $"{name} = list_append(if_not_exists({name}, {none}), "
                        + $"{writer.Value(new FieldOperand<IReadOnlyList<T>>(field, elements))})";
                }
            )
        );

    /// <summary>Removes the attribute. It is no error if the item lacks it.</summary>
    /// <param name="field">A field of the table.</param>
    public static Update Remove(this Field field) => new(new Clause("REMOVE", field, writer => writer.Name(field)));

    /// <summary>
    /// Optimistic locking: increments the version, on condition that it is still the one that was read.
    /// </summary>
    /// <param name="version">The field that holds the version.</param>
    /// <param name="current">The version that was read; null if the item had none, or did not exist.</param>
    public static VersionLock Lock(this Field<long> version, long? current) => new(
        version.Set(checked((current ?? 0) + 1)),
        current is { } seen ? version.Is(seen) : version.NotExists());

    private static Update Sum<T>(
        string verb,
        Field<T> field,
        T amount,
        Func<string, string, string> text,
        bool isNegative = false)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(field);
        var range = field.Codec.RangeOfSum(amount);
        var bound = range is { Amount.IsZero: false } sum
            ? new SumCondition(field, isNegative ? sum.Negated : sum)
            : null;
        return new Update(
            new Clause(
                verb,
                field,
                writer => text(writer.Name(field), writer.Value(new FieldOperand<T>(field, amount))),
                bound));
    }

    private static Update Set(FieldOperand value) => new(SetClause(value));

    private static Clause SetClause(FieldOperand value) =>
        new("SET", value.Field, writer => $"{writer.Name(value.Field)} = {writer.Value(value)}");
}
