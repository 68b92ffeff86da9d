using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>Checks responses of <c>PutItem</c>, <c>UpdateItem</c> and <c>DeleteItem</c>.</summary>
/// <param name="key">The table's key.</param>
internal sealed class WriteCheck(KeySchema key) : ReplyCheck
{
    private protected override ReplyParts Allowed => ReplyParts.Attributes;

    private protected override string? FaultOfSuccess(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        var attributes = JsonWalk.Find(reply, "Attributes"u8);
        var wanted = JsonWalk.Find(request, "ReturnValues"u8);
        if (attributes.IsEmpty)
            return wanted.SequenceEqual("\"ALL_NEW\""u8) ? "it lacks Attributes, which were asked for" : null;

        var isWhole = wanted.StartsWith("\"ALL"u8);
        var isSame = isWhole
            ? AttributeText.HaveSameKey(key, Asked(request), attributes)
            : AttributeText.MayHaveSameKey(key, Asked(request), attributes);
        return isSame ? null : OtherKey("its item");
    }

    private protected override string? FaultOfLostCondition(ReadOnlySpan<byte> request, ReadOnlySpan<byte> item) =>
        item.IsEmpty || AttributeText.HaveSameKey(key, Asked(request), item) ? null : OtherKey("its item");

    /// <summary>The requested key, or the item that contains it.</summary>
    private static ReadOnlySpan<byte> Asked(ReadOnlySpan<byte> request)
    {
        var found = JsonWalk.Find(request, "Key"u8);
        return found.IsEmpty ? JsonWalk.Find(request, "Item"u8) : found;
    }
}
