using System.Text.Json;

namespace TypedTables;

/// <summary>A value in a key, a condition or an update.</summary>
internal abstract class Operand
{
    public abstract void Write(FieldSet schema, Utf8JsonWriter json);
}
