using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>
/// Checks responses of <c>Query</c> and <c>Scan</c>: items or a count, and every item under the query's hash key.
/// </summary>
/// <param name="hash">The field of the hash key; null for a scan. Its value is the request's first, <c>:0</c>.</param>
internal sealed class PageCheck(Field? hash) : ReplyCheck
{
    private protected override ReplyParts Allowed => ReplyParts.Items | ReplyParts.Count | ReplyParts.LastKey;

    private protected override string? FaultOfSuccess(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        if (JsonWalk.Find(request, "Select"u8).SequenceEqual("\"COUNT\""u8))
            return JsonWalk.Find(reply, "Count"u8).IsEmpty ? "it lacks Count, which was asked for" : null;

        var items = JsonWalk.Find(reply, "Items"u8);
        if (!JsonWalk.IsArray(items))
            return "it lacks Items, which answers of this operation have";
        if (hash is null)
            return null;

        var asked = JsonWalk.Find(JsonWalk.Find(request, "ExpressionAttributeValues"u8), ":0"u8);
        var isPart = !JsonWalk.Find(request, "ProjectionExpression"u8).IsEmpty;
        foreach (var item in JsonWalk.ElementsOf(items))
        {
            var found = JsonWalk.Find(item, hash.NameUtf8Span);
            if (found.IsEmpty ? !isPart : !AttributeText.AreSame(found, asked))
                return OtherKey("an item");
        }

        return null;
    }
}
