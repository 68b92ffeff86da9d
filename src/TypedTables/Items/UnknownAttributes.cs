using System.Text.Json;

namespace TypedTables;

/// <summary>Attributes of an item that its table does not declare, as they were stored.</summary>
public sealed class UnknownAttributes
{
    private readonly Dictionary<string, byte[]> _values;

    internal UnknownAttributes(Dictionary<string, byte[]> values) => _values = values;

    /// <summary>No attributes.</summary>
    public static UnknownAttributes None { get; } = new([]);

    /// <summary>The attributes' names.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    internal void Write(Utf8JsonWriter json)
    {
        foreach (var (name, value) in _values)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
    }
}
