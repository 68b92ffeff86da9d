using System.Text.Json;

namespace TypedTables;

/// <summary>A value for a field.</summary>
internal abstract class FieldOperand(Field field) : Operand
{
    public Field Field { get; } = field;
}

/// <summary>A value whose type the compiler has checked.</summary>
internal sealed class FieldOperand<T>(Field<T> field, T value) : FieldOperand(field)
{
    public override void Write(FieldSet schema, Utf8JsonWriter json) => field.Write(schema.Name, json, value);
}
