using System.Globalization;
using System.Text.Json;

namespace TypedTables.Expressions;

/// <summary>Collects the names and values that the expressions of one request refer to.</summary>
/// <remarks>Every name and value becomes a placeholder, so that reserved words and dots in names are safe.</remarks>
internal sealed class ExpressionWriter(FieldSet schema)
{
    private static readonly string[] NamePlaceholders = [.. Enumerable.Range(0, 32).Select(NewName)];
    private static readonly string[] ValuePlaceholders = [.. Enumerable.Range(0, 32).Select(NewValue)];

    private List<Field>? _names;
    private List<Operand>? _values;

    /// <summary>
    /// The placeholder of the field's name, such as <c>#0</c>. The same field always has the same one.
    /// </summary>
    public string Name(Field field)
    {
        schema.RequireDeclared(field);
        _names ??= [];
        var index = _names.IndexOf(field);
        if (index < 0)
        {
            index = _names.Count;
            _names.Add(field);
        }

        return NameOf(index);
    }

    /// <summary>The placeholders of several names, separated by commas.</summary>
    public string Names(IEnumerable<Field> fields) => string.Join(", ", fields.Select(Name));

    /// <summary>A placeholder for the value, such as <c>:0</c>.</summary>
    public string Value(Operand value)
    {
        _values ??= [];
        _values.Add(value);
        return ValueOf(_values.Count - 1);
    }

    /// <exception cref="ItemEncodeException">
    /// A field is a key, which no update can change, or it is changed twice.
    /// </exception>
    public void RequireChangeable(IEnumerable<Field> fields)
    {
        var seen = new HashSet<Field>();
        foreach (var field in fields)
        {
            if (schema is TableSchema table && table.Key.Fields.Contains(field))
                throw new ItemEncodeException(
                    schema.Name,
                    field.Name,
                    "no change, because it is a key of the table",
                    "a change"
                );
            if (!seen.Add(field))
                throw new ItemEncodeException(schema.Name, field.Name, "one change in an update", "two");
        }
    }

    public void WriteNamesAndValues(Utf8JsonWriter json)
    {
        if (_names is not null)
        {
            json.WriteStartObject("ExpressionAttributeNames"u8);
            for (var i = 0; i < _names.Count; i++)
                json.WriteString(NameOf(i), _names[i].Name);
            json.WriteEndObject();
        }

        if (_values is not null)
        {
            json.WriteStartObject("ExpressionAttributeValues"u8);
            for (var i = 0; i < _values.Count; i++)
            {
                json.WritePropertyName(ValueOf(i));
                _values[i].Write(schema, json);
            }

            json.WriteEndObject();
        }
    }

    private static string NameOf(int index) =>
        index < NamePlaceholders.Length ? NamePlaceholders[index] : NewName(index);

    private static string ValueOf(int index) =>
        index < ValuePlaceholders.Length ? ValuePlaceholders[index] : NewValue(index);

    private static string NewName(int index) => string.Create(CultureInfo.InvariantCulture, $"#{index}");

    private static string NewValue(int index) => string.Create(CultureInfo.InvariantCulture, $":{index}");
}
