using TypedTables.Json;

namespace TypedTables.Wire.Checks;

/// <summary>
/// Whether an answer can be the answer to a request: it has the members that it must have, and no key that was not
/// asked for.
/// </summary>
/// <remarks>
/// An answer has nothing but its place on a connection to say whose it is. A peer that loses count (a proxy, a service,
/// a client) puts one caller's item into another's hands, and only the key in it can tell. What has no key cannot be
/// told: an empty answer to a get or to a write, and attributes that were asked for without the key.
/// </remarks>
internal abstract class ReplyCheck
{
    private const int EmptyLength = 2;
    private const int Slack = 6;
    private const int LongSlack = 64;

    /// <summary>The members that an answer may have, of those that tell operations apart.</summary>
    private protected abstract ReplyParts Allowed { get; }

    /// <summary>The members that it has in any case.</summary>
    private protected virtual ReplyParts Required => ReplyParts.None;

    /// <summary>What is wrong with an answer, in words without any value of it; null where nothing is.</summary>
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
    /// The AWS SDK drops members that it does not expect: another operation's answer becomes an empty one. Its length
    /// gives it away.
    /// </summary>
    private static bool IsMuchLeftOut(long sent, int read) =>
        read == EmptyLength ? sent > EmptyLength + Slack : sent > (2L * read) + LongSlack;

    private protected static string OtherKey(string where) => $"{where} has another key than was asked for";
}
