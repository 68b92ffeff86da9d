using System.Text.Json;

namespace TypedTables;

/// <summary>Writes the attributes of one item as DynamoDB's JSON.</summary>
public readonly struct ItemWriter
{
    private readonly FieldSet _schema;
    private readonly Utf8JsonWriter _json;

    internal ItemWriter(FieldSet schema, Utf8JsonWriter json)
    {
        _schema = schema;
        _json = json;
    }

    /// <summary>Sets an attribute. Each field may be set at most once.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of this table.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ItemEncodeException">The table does not declare the field.</exception>
    public void Set<T>(Field<T> field, T value)
    {
        ArgumentNullException.ThrowIfNull(field);
        _schema.RequireDeclared(field);
        _json.WritePropertyName(field.NameUtf8Span);
        field.Write(_schema.Table, _json, value);
    }

    /// <summary>Sets the attributes that <see cref="ItemReader.Unknown"/> returned.</summary>
    /// <param name="unknown">The attributes.</param>
    public void Set(UnknownAttributes unknown)
    {
        ArgumentNullException.ThrowIfNull(unknown);
        unknown.Write(_json);
    }

    /// <summary>Sets an attribute, or leaves it out if the value is null.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="field">A field of this table.</param>
    /// <param name="value">Its value, or null.</param>
    /// <exception cref="ItemEncodeException">The table does not declare the field.</exception>
    public void SetIfPresent<T>(Field<T> field, T? value)
        where T : struct
    {
        if (value is { } present)
            Set(field, present);
    }

    /// <inheritdoc cref="SetIfPresent{T}(Field{T}, T?)"/>
    public void SetIfPresent<T>(Field<T> field, T? value)
        where T : class
    {
        if (value is not null)
            Set(field, value);
    }
}
