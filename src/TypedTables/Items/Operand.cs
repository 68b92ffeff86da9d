using System.Text.Json;

namespace TypedTables;

/// <summary>A value in a key, a condition or an update.</summary>
internal abstract class Operand
{
    public abstract void Write(FieldSet schema, Utf8JsonWriter json);
}

/// <summary>A value stored by a codec, such as one element of a set.</summary>
internal sealed class CodecOperand<T>(Codec<T> codec, T value) : Operand
{
    public override void Write(FieldSet schema, Utf8JsonWriter json) => codec.Write(json, value);
}

/// <summary>A value for a field.</summary>
internal abstract class FieldOperand(Field field) : Operand
{
    public Field Field { get; } = field;
}

/// <summary>A value that the compiler has checked.</summary>
internal sealed class FieldOperand<T>(Field<T> field, T value) : FieldOperand(field)
{
    public override void Write(FieldSet schema, Utf8JsonWriter json) => field.Write(schema.Name, json, value);
}

/// <summary>A value that is checked when it is written.</summary>
internal sealed class UncheckedOperand(Field field, object? value) : FieldOperand(field)
{
    public override void Write(FieldSet schema, Utf8JsonWriter json) => Field.WriteObject(schema.Name, json, value);
}
