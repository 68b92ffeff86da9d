using System.Text;
using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>
/// Checks responses of <c>BatchGetItem</c>: they contain requested keys only, each once, found or unprocessed.
/// </summary>
/// <param name="key">The table's key.</param>
/// <param name="table">The table's name in DynamoDB.</param>
internal sealed class BatchGetCheck(KeySchema key, string table) : ReplyCheck
{
    private readonly byte[] _table = Encoding.UTF8.GetBytes(table);

    private protected override ReplyParts Allowed => ReplyParts.Responses | ReplyParts.UnprocessedKeys;

    private protected override ReplyParts Required => Allowed;

    private protected override string? FaultOfSuccess(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        var left = JsonWalk.Find(reply, "UnprocessedKeys"u8);
        var found = JsonWalk.Find(JsonWalk.Find(reply, "Responses"u8), _table);
        var unread = JsonWalk.Find(JsonWalk.Find(left, _table), "Keys"u8);
        if (!JsonWalk.IsObject(left) || (!JsonWalk.IsArray(found) && !JsonWalk.IsArray(unread)))
            return "it says nothing of the table that was asked";

        var asked = new HashSet<string?>(StringComparer.Ordinal);
        var entry = JsonWalk.Find(JsonWalk.Find(request, "RequestItems"u8), _table);
        foreach (var one in JsonWalk.ElementsOf(JsonWalk.Find(entry, "Keys"u8)))
            asked.Add(AttributeText.OfKey(key, one));
        foreach (var one in JsonWalk.ElementsOf(found))
        {
            if (!asked.Remove(AttributeText.OfKey(key, one)))
                return OtherKey("an item");
        }

        foreach (var one in JsonWalk.ElementsOf(unread))
        {
            if (!asked.Remove(AttributeText.OfKey(key, one)))
                return "it leaves a key that was not asked for";
        }

        return null;
    }
}
