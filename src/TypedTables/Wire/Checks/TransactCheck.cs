using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>Checks responses of transactions: one result for each action, in order, with its key.</summary>
/// <param name="keys">The key schema of each action's table.</param>
/// <param name="isRead">Whether it is a read transaction, whose response contains items.</param>
internal sealed class TransactCheck(IReadOnlyList<KeySchema> keys, bool isRead) : ReplyCheck
{
    private protected override ReplyParts Allowed => isRead ? ReplyParts.Responses : ReplyParts.None;

    private protected override ReplyParts Required => Allowed;

    private protected override string? FaultOfSuccess(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply) =>
        isRead ? FaultOfParts(request, JsonWalk.Find(reply, "Responses"u8)) : null;

    /// <summary>Accepts a cancellation without reasons, which is possible: the error then has no refusals.</summary>
    private protected override string? FaultOfCancellation(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reasons) =>
        reasons.IsEmpty || reasons.SequenceEqual("[]"u8) ? null : FaultOfParts(request, reasons);

    private string? FaultOfParts(ReadOnlySpan<byte> request, ReadOnlySpan<byte> parts)
    {
        var asked = JsonWalk.ElementsOf(JsonWalk.Find(request, "TransactItems"u8));
        var count = 0;
        foreach (var part in JsonWalk.ElementsOf(parts))
        {
            if (!JsonWalk.IsObject(part) || !asked.MoveNext())
                return "it has not one part for each that was asked for";

            var item = JsonWalk.Find(part, "Item"u8);
            var isThere = !item.IsEmpty && !item.SequenceEqual("null"u8);
            if (isThere && !AttributeText.HaveSameKey(keys[count], Asked(JsonWalk.Only(asked.Current)), item))
                return OtherKey("an item");
            count++;
        }

        return count == keys.Count ? null : "it has not one part for each that was asked for";
    }

    private static ReadOnlySpan<byte> Asked(ReadOnlySpan<byte> action)
    {
        var found = JsonWalk.Find(action, "Key"u8);
        return found.IsEmpty ? JsonWalk.Find(action, "Item"u8) : found;
    }
}
