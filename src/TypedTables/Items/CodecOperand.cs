using System.Text.Json;

namespace TypedTables;

/// <summary>A value stored by a codec, such as one element of a set.</summary>
internal sealed class CodecOperand<T>(Codec<T> codec, T value) : Operand
{
    public override void Write(FieldSet schema, Utf8JsonWriter json) => codec.Write(json, value);
}
