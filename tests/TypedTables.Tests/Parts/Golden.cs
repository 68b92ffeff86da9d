using System.Text;
using TypedTables.Expressions;
using TypedTables.Json;

namespace TypedTables.Tests.Parts;

/// <summary>What an expression becomes in a request: its text, and the names and values that it refers to.</summary>
internal static class Golden
{
    public static string Of(TableSchema schema, Condition condition) => Of(schema, condition.Write);

    public static string Of(TableSchema schema, Update update) => Of(schema, update.Write);

    private static string Of(TableSchema schema, Func<ExpressionWriter, string> write)
    {
        var writer = new ExpressionWriter(schema);
        var expression = write(writer);
        var rest = Encoding.UTF8.GetString(JsonBuffer.ToArray(json =>
        {
            json.WriteStartObject();
            writer.WriteNamesAndValues(json);
            json.WriteEndObject();
        }));
        return $"{expression} {rest}"
            .Replace("\"ExpressionAttributeNames\":", "", StringComparison.Ordinal)
            .Replace("\"ExpressionAttributeValues\":", "", StringComparison.Ordinal);
    }
}
