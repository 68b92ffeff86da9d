using System.Globalization;
using System.Text.Json;

namespace TypedTables.Expressions;

/// <summary>Collects the names and values that the expressions of one request refer to.</summary>
/// <remarks>Every name and value goes through a placeholder, so that reserved words and dots in names are always safe.</remarks>
internal sealed class ExpressionWriter(TableSchema schema)
{
    private readonly List<Field> _names = [];
    private readonly List<FieldValue> _values = [];

    /// <summary>A placeholder for the field's name: <c>#0</c>.</summary>
    public string Name(Field field)
    {
        ItemCodec.RequireDeclared(schema, field);
        var index = _names.IndexOf(field);
        if (index < 0)
        {
            index = _names.Count;
            _names.Add(field);
        }

        return string.Create(CultureInfo.InvariantCulture, $"#{index}");
    }

    /// <summary>A placeholder for the value: <c>:0</c>.</summary>
    public string Value(FieldValue value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $":{_values.Count - 1}");
    }

    public void WriteNamesAndValues(Utf8JsonWriter json)
    {
        if (_names.Count > 0)
        {
            json.WriteStartObject("ExpressionAttributeNames"u8);
            for (var i = 0; i < _names.Count; i++)
                json.WriteString(string.Create(CultureInfo.InvariantCulture, $"#{i}"), _names[i].Name);
            json.WriteEndObject();
        }

        if (_values.Count > 0)
        {
            json.WriteStartObject("ExpressionAttributeValues"u8);
            for (var i = 0; i < _values.Count; i++)
            {
                json.WritePropertyName(string.Create(CultureInfo.InvariantCulture, $":{i}"));
                _values[i].Write(schema, json);
            }

            json.WriteEndObject();
        }
    }
}
