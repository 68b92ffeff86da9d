using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>
/// Checks that a response can belong to its request: it has the members that it must have, and no key that was not
/// requested.
/// </summary>
/// <remarks>
/// Only its position on the connection says which request a response belongs to. If a peer (a proxy, the service, the
/// client) loses count, one caller gets another's item, and only the key in it shows that. A response without a key
/// cannot be checked: an empty one to a get or a write, and attributes that were requested without the key.
/// </remarks>
internal abstract class ReplyCheck
{
    private const int EmptyLength = 2;
    private const int Slack = 6;
    private const int LongSlack = 64;

    /// <summary>The members that the response may have, of those that tell operations apart.</summary>
    private protected abstract ReplyParts Allowed { get; }

    /// <summary>The members that the response must have.</summary>
    private protected virtual ReplyParts Required => ReplyParts.None;

    /// <summary>Describes what is wrong with a response, without quoting any value; null if nothing is.</summary>
    /// <param name="request">The request's JSON.</param>
    /// <param name="reply">A success, a lost condition or a cancelled transaction.</param>
    public string? FaultOf(ReadOnlySpan<byte> request, WireReply reply)
    {
        try
        {
            var json = reply.Json.Span;
            if (reply.LengthSent is { } sent && IsMuchLeftOut(sent, json.Length))
                return "most of it is not of this operation";

            var parts = ReplyPartsReader.In(json);
            var (required, allowed) = reply.ErrorCode switch
            {
                null => (Required, Allowed),
                WireReply.TransactionCancelled => (ReplyParts.None, ReplyParts.Reasons),
                _ => (ReplyParts.None, ReplyParts.Item),
            };
            if ((parts & required) != required)
                return $"it lacks {required & ~parts}, which answers of this operation have";
            if ((parts & ~allowed) != ReplyParts.None)
                return $"it has {parts & ~allowed}, which is of another operation";

            return reply.ErrorCode switch
            {
                null => FaultOfSuccess(request, json),
                WireReply.TransactionCancelled => FaultOfCancellation(
                    request,
                    JsonWalk.Find(json, "CancellationReasons"u8)),
                _ => FaultOfLostCondition(request, JsonWalk.Find(json, "Item"u8)),
            };
        }
        catch (Exception error) when (
            WireReply.IsMisshapen(error) || error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            return "it has not the form that answers of this operation have";
        }
    }

    private protected abstract string? FaultOfSuccess(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply);

    private protected virtual string? FaultOfLostCondition(ReadOnlySpan<byte> request, ReadOnlySpan<byte> item) => null;

    private protected virtual string? FaultOfCancellation(ReadOnlySpan<byte> request, ReadOnlySpan<byte> reasons) =>
        null;

    /// <summary>
    /// Whether the SDK dropped most of the response. It ignores unexpected members, so another operation's response
    /// looks empty; only its length shows that it is not.
    /// </summary>
    private static bool IsMuchLeftOut(long sent, int read) =>
        read == EmptyLength ? sent > EmptyLength + Slack : sent > (2L * read) + LongSlack;

    private protected static string OtherKey(string where) => $"{where} has another key than was asked for";
}
