using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>Checks responses of <c>GetItem</c>.</summary>
/// <param name="key">The table's key.</param>
internal sealed class GetCheck(KeySchema key) : ReplyCheck
{
    private protected override ReplyParts Allowed => ReplyParts.Item;

    private protected override string? FaultOfSuccess(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply)
    {
        var item = JsonWalk.Find(reply, "Item"u8);
        if (item.IsEmpty)
            return null;

        var asked = JsonWalk.Find(request, "Key"u8);
        var isSame = JsonWalk.Find(request, "ProjectionExpression"u8).IsEmpty
            ? AttributeText.HaveSameKey(key, asked, item)
            : AttributeText.MayHaveSameKey(key, asked, item);
        return isSame ? null : OtherKey("its item");
    }
}
