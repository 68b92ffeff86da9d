using System.Text.Json;

namespace Front;

/// <summary>Finds the parts of a call, each with the right that it needs.</summary>
internal static class CallReader
{
    public static IReadOnlyList<Part> PartsOf(string operation, JsonElement json) =>
        operation switch
        {
            "GetItem" => [Single(operation, json, PartKind.Read, "Key")],
            "PutItem" => [Single(operation, json, PartKind.Put, "Item")],
            "UpdateItem" => [Single(operation, json, PartKind.Update, "Key")],
            "DeleteItem" => [Single(operation, json, PartKind.Delete, "Key")],
            "Query" or "Scan" => [Search(operation, json)],
            "BatchGetItem" => [.. BatchGet(json)],
            "BatchWriteItem" => [.. BatchWrite(json)],
            "TransactGetItems" =>
            [
                .. Actions(json).Select(action => Single("GetItem", action.Value, PartKind.Read, "Key")),
            ],
            "TransactWriteItems" => [.. Actions(json).Select(Transacted)],
            _ => [new Part(operation, Text(json, "TableName"), PartKind.Manage)],
        };

    private static Part Single(string action, JsonElement body, PartKind kind, string item) =>
        new(action, Text(body, "TableName"), kind) { Item = body.GetProperty(item), Body = body };

    private static Part Search(string operation, JsonElement json) =>
        new(operation, Text(json, "TableName"), operation == "Query" ? PartKind.Query : PartKind.Scan)
        {
            Index = Text(json, "IndexName"),
            Body = json,
        };

    private static IEnumerable<Part> BatchGet(JsonElement json) =>
        from table in json.GetProperty("RequestItems").EnumerateObject()
        from key in table.Value.GetProperty("Keys").EnumerateArray()
        select new Part("BatchGetItem", table.Name, PartKind.Read) { Item = key, Body = table.Value };

    private static IEnumerable<Part> BatchWrite(JsonElement json) =>
        from table in json.GetProperty("RequestItems").EnumerateObject()
        from request in table.Value.EnumerateArray()
        select request.TryGetProperty("PutRequest", out var put)
            ? new Part("BatchWriteItem", table.Name, PartKind.Put) { Item = put.GetProperty("Item"), Body = request }
            : new Part("BatchWriteItem", table.Name, PartKind.Delete)
            {
                Item = request.GetProperty("DeleteRequest").GetProperty("Key"),
                Body = request,
            };

    private static IEnumerable<JsonProperty> Actions(JsonElement json) =>
        json.GetProperty("TransactItems").EnumerateArray().Select(item => item.EnumerateObject().First());

    private static Part Transacted(JsonProperty action) =>
        action.Name switch
        {
            "Put" => Single("PutItem", action.Value, PartKind.Put, "Item"),
            "Update" => Single("UpdateItem", action.Value, PartKind.Update, "Key"),
            "Delete" => Single("DeleteItem", action.Value, PartKind.Delete, "Key"),
            _ => Single("ConditionCheckItem", action.Value, PartKind.Check, "Key"),
        };

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
