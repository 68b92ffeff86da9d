using System.Text;
using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>Checks responses of <c>BatchWriteItem</c>: what is left unprocessed is part of the request.</summary>
/// <param name="key">The table's key.</param>
/// <param name="table">The table's name in DynamoDB.</param>
internal sealed class BatchWriteCheck(KeySchema key, string table) : ReplyCheck
{
    private readonly byte[] _table = Encoding.UTF8.GetBytes(table);

    private protected override ReplyParts Allowed => ReplyParts.UnprocessedItems;

    private protected override ReplyParts Required => Allowed;

    private protected override string? FaultOfSuccess(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        var all = JsonWalk.Find(reply, "UnprocessedItems"u8);
        if (!JsonWalk.IsObject(all))
            return "it does not say what is left";

        var left = JsonWalk.Find(all, _table);
        if (left.IsEmpty)
            return null;

        var sent = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var one in JsonWalk.ElementsOf(JsonWalk.Find(JsonWalk.Find(request, "RequestItems"u8), _table)))
            sent.Add(TextOf(one));
        foreach (var one in JsonWalk.ElementsOf(left))
        {
            if (TextOf(one) is not { } text || !sent.Remove(text))
                return "it leaves a write that was not sent";
        }

        return null;
    }

    private string? TextOf(ReadOnlySpan<byte> write)
    {
        var put = JsonWalk.Find(JsonWalk.Find(write, "PutRequest"u8), "Item"u8);
        var text = AttributeText.OfKey(
            key,
            put.IsEmpty ? JsonWalk.Find(JsonWalk.Find(write, "DeleteRequest"u8), "Key"u8) : put);
        return text is null ? null : (put.IsEmpty ? "delete " : "put ") + text;
    }
}
