using System.Text.Json;

namespace TypedTables;

/// <summary>A field with a value for it, in a key, a condition or an update.</summary>
internal abstract class FieldValue(Field field)
{
    public Field Field { get; } = field;

    public abstract void Write(TableSchema schema, Utf8JsonWriter json);
}

/// <summary>A value that the compiler has checked.</summary>
internal sealed class FieldValue<T>(Field<T> field, T value) : FieldValue(field)
    where T : notnull
{
    public override void Write(TableSchema schema, Utf8JsonWriter json) => field.Write(json, value);
}

/// <summary>A value that is checked when it is written.</summary>
internal sealed class UncheckedFieldValue(Field field, object value) : FieldValue(field)
{
    public override void Write(TableSchema schema, Utf8JsonWriter json) => ItemCodec.WriteValue(schema, json, Field, value);
}
