using System.Collections;

namespace TypedTables;

/// <summary>
/// Some or all attributes of an item, where no type of your own fits: a projection, a subset of keys, data from
/// outside.
/// </summary>
/// <remarks>
/// Values set here are checked when they are encoded: <c>new Item { [Balance] = "12" }</c> encodes, <c>"12.5"</c> is an
/// <see cref="ItemEncodeException"/>. Values decoded from DynamoDB always have their field's type; null is an attribute
/// that is stored as NULL, which an item has, unlike one that is absent.
/// </remarks>
public sealed class Item : IEnumerable<KeyValuePair<Field, object?>>
{
    private readonly Dictionary<Field, object?> _values = [];

    /// <summary>How many attributes there are.</summary>
    public int Count => _values.Count;

    /// <summary>The attribute's value; null where it is stored as NULL.</summary>
    /// <param name="field">A field.</param>
    /// <exception cref="KeyNotFoundException">The item does not have it.</exception>
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
    /// <exception cref="KeyNotFoundException">The item does not have it.</exception>
    public T Get<T>(Field<T> field)
        => (T)this[field]!;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Field, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
