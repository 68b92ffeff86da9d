using System.Collections;

namespace TypedTables;

/// <summary>
/// Some or all attributes of an item, for when no type of your own fits: a projection, keys alone, data from outside.
/// </summary>
/// <remarks>
/// Values are checked when they are encoded: <c>new Item { [Balance] = "12" }</c> is accepted, <c>"12.5"</c> throws
/// <see cref="ItemEncodeException"/>. Decoded values always have their field's type. Null stands for an attribute that
/// is stored as NULL, as opposed to one that is absent.
/// </remarks>
public sealed class Item : IEnumerable<KeyValuePair<Field, object?>>
{
    private readonly Dictionary<Field, object?> _values = [];

    /// <summary>The number of attributes.</summary>
    public int Count => _values.Count;

    /// <summary>The attribute's value; null if it is stored as NULL.</summary>
    /// <param name="field">A field.</param>
    /// <exception cref="KeyNotFoundException">The item lacks the attribute.</exception>
    public object? this[Field field]
    {
        get =>
            _values.TryGetValue(field, out var value)
                ? value
                : throw new KeyNotFoundException($"The item has no '{field}'.");
        set => _values[field] = value;
    }

    /// <summary>Whether the item has the attribute.</summary>
    /// <param name="field">A field.</param>
    public bool Has(Field field) => _values.ContainsKey(field);

    /// <summary>The attribute's value, with its field's type.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field.</param>
    /// <exception cref="KeyNotFoundException">The item lacks the attribute.</exception>
    public T Get<T>(Field<T> field)
        => (T)this[field]!;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Field, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
