using System.Text.Json;
using TypedTables.Expressions;

namespace TypedTables;

public sealed partial class Table<T>
{
    private TransactAction Action(
        string verb,
        Action<Utf8JsonWriter, ExpressionWriter> body) => new(verb, Name, _schema.Key, _wire, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject(verb);
        WriteBody(json, body);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
