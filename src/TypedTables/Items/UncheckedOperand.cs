using System.Text.Json;

namespace TypedTables;

/// <summary>A value that is checked against its field when it is written.</summary>
internal sealed class UncheckedOperand(Field field, object? value) : FieldOperand(field)
{
    public override void Write(FieldSet schema, Utf8JsonWriter json) => Field.WriteObject(schema.Name, json, value);
}
