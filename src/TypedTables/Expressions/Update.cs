namespace TypedTables.Expressions;

/// <summary>What an update does to an item's attributes, all of it at once.</summary>
public sealed class Update
{
    private readonly IReadOnlyList<FieldValue> _sets;
    private readonly IReadOnlyList<Field> _removes;

    internal Update(IReadOnlyList<FieldValue> sets, IReadOnlyList<Field> removes)
    {
        _sets = sets;
        _removes = removes;
    }

    /// <summary>Both, in one write.</summary>
    /// <param name="other">Changes to other fields.</param>
    public Update And(Update other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Update([.. _sets, .. other._sets], [.. _removes, .. other._removes]);
    }

    internal string Write(ExpressionWriter writer)
    {
        var sets = string.Join(", ", _sets.Select(set => $"{writer.Name(set.Field)} = {writer.Value(set)}"));
        var removes = string.Join(", ", _removes.Select(writer.Name));
        return (sets.Length > 0 ? $"SET {sets}" : "")
            + (sets.Length > 0 && removes.Length > 0 ? " " : "")
            + (removes.Length > 0 ? $"REMOVE {removes}" : "");
    }
}

/// <summary>Updates composed from fields.</summary>
public static class Updates
{
    /// <summary>Sets the attribute, whether or not it was there.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table that is no key.</param>
    /// <param name="value">The value.</param>
    public static Update Set<T>(this Field<T> field, T value)
        where T : notnull
        => new([new FieldValue<T>(field, value)], []);

    /// <summary>Sets every attribute of an untyped item; each value is checked against its field when the update is sent.</summary>
    /// <param name="item">At least one attribute, none of them a key.</param>
    public static Update Set(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new Update([.. item.Select(pair => new UncheckedFieldValue(pair.Key, pair.Value))], []);
    }

    /// <summary>Sets the attribute, or removes it where there is no value.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of the table that is no key.</param>
    /// <param name="value">The value, or null.</param>
    public static Update SetOrRemove<T>(this Field<T> field, T? value)
        where T : struct
        => value is { } present ? field.Set(present) : field.Remove();

    /// <summary>Removes the attribute; no error where it is not there.</summary>
    /// <param name="field">A field of the table that is no key.</param>
    public static Update Remove(this Field field) => new([], [field]);
}
