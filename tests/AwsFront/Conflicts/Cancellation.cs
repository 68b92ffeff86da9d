using System.Text.Json;
using System.Text.Json.Nodes;

namespace Front;

/// <summary>The reasons of a transaction that the front cancels.</summary>
internal sealed class Cancellation(EngineClient engine, bool isMixed)
{
    private static JsonObject None => new() { ["Code"] = "None" };

    public static JsonObject Conflict =>
        new() { ["Code"] = "TransactionConflict", ["Message"] = "Transaction is ongoing for the item" };

    /// <summary>Only the first reason that is one: what the others would have said is not known then.</summary>
    public static Reply FirstOnly(Reply reply)
    {
        var body = reply.ToNode();
        var reasons = body["CancellationReasons"]!.AsArray();
        var first = reasons.Index().FirstOrDefault(reason => (string?)reason.Item!["Code"] != "None").Index;
        for (var i = 0; i < reasons.Count; i++)
        {
            if (i != first)
                reasons[i] = None;
        }

        body["Message"] = AwsErrorException.CancelledMessage(reasons);
        return Reply.Of(reply.Status, body);
    }

    /// <summary>Cancels a call for some of its parts.</summary>
    /// <param name="call">The transaction.</param>
    /// <param name="tables">Its tables.</param>
    /// <param name="refused">The reasons by the numbers of the parts; the other parts have none, or their real ones
    /// where reasons are mixed.</param>
    public async Task<AwsErrorException> OfAsync(
        Call call,
        IReadOnlyDictionary<string, TableShape> tables,
        IReadOnlyDictionary<int, JsonObject> refused
    )
    {
        var real =
            isMixed && call.Operation == "TransactWriteItems" ? await RealReasonsAsync(call, tables, refused) : null;
        var reasons = Enumerable
            .Range(0, call.Parts.Count)
            .Select(part => refused.TryGetValue(part, out var reason) ? reason : real?[part]?.DeepClone() ?? None);
        return AwsErrorException.Cancelled(new JsonArray([.. reasons]));
    }

    /// <summary>
    /// What the engine says to the other parts. It is asked with a condition that nothing meets in the place of each
    /// refused part, so that it
    /// looks at all and writes nothing.
    /// </summary>
    private async Task<JsonArray?> RealReasonsAsync(
        Call call,
        IReadOnlyDictionary<string, TableShape> tables,
        IReadOnlyDictionary<int, JsonObject> refused
    )
    {
        var body = JsonNode.Parse(call.Body)!.AsObject();
        body.Remove("ClientRequestToken");
        foreach (var number in refused.Keys)
        {
            var part = call.Parts[number];
            var key = tables[part.Table!].Key;
            body["TransactItems"]![number] = new JsonObject
            {
                ["ConditionCheck"] = new JsonObject
                {
                    ["TableName"] = part.Table,
                    ["Key"] = new JsonObject(
                        key.Select(name =>
                            KeyValuePair.Create(name, JsonNode.Parse(part.Item.GetProperty(name).GetRawText()))
                        )
                    ),
                    ["ConditionExpression"] = "attribute_exists(#key) AND attribute_not_exists(#key)",
                    ["ExpressionAttributeNames"] = new JsonObject { ["#key"] = key[0] },
                },
            };
        }

        var reply = await engine.AskAsync(
            call.Operation,
            call.Region,
            call.Date,
            JsonSerializer.SerializeToUtf8Bytes(body)
        );
        return reply.ErrorType() == "TransactionCanceledException"
            ? reply.ToNode()["CancellationReasons"]!.AsArray()
            : null;
    }
}
