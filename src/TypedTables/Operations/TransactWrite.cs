using System.Text.Json;
using TypedTables.Json;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>Writes several items, of any tables of one region, that take effect together or not at all.</summary>
public static class TransactWrite
{
    /// <summary>The maximum number of actions in a transaction: 100.</summary>
    public const int ActionsMax = 100;

    /// <summary>The maximum length of a client token: 36 characters.</summary>
    public const int ClientTokenLengthMax = 36;

    /// <summary>Executes a write transaction.</summary>
    /// <param name="client">The tables' client. All tables must be in one region.</param>
    /// <param name="actions">1 to 100 actions on distinct items, at most 4 MB in all.</param>
    /// <param name="clientToken">
    /// 1 to 36 characters. The same token with the same actions takes effect only once within 10 minutes. Null
    /// generates a token for this call, which covers the wire's own retries.
    /// </param>
    /// <param name="cancellationToken">Cancels waiting; the transaction may take effect all the same.</param>
    /// <returns>Applied, or refused with every lost condition that DynamoDB reported.</returns>
    /// <exception cref="ArgumentException">
    /// An action is of another client's table, the tables are in different regions, or the token's length is out of
    /// range.
    /// </exception>
    /// <exception cref="TableOperationException">
    /// The call failed. If it conflicted with other calls (<c>TransactionConflict</c>) or was throttled, retrying with
    /// the same token is safe. <see cref="TableOperationException.Refusals"/> has every refused action, with the item
    /// of a lost condition. The code is that of the first reason that is not transient, or else of the first.
    /// </exception>
    public static async Task<TransactResult> TransactWriteAsync(
        this TableClient client,
        IReadOnlyList<TransactAction> actions,
        string? clientToken = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(actions);
        if (actions.Count is 0 or > ActionsMax)
            throw new ArgumentOutOfRangeException(
                nameof(actions),
                actions.Count,
                $"A transaction takes 1 to {ActionsMax} actions."
            );
        if (clientToken is { Length: 0 or > ClientTokenLengthMax })
            throw new ArgumentException(
                $"A token has 1 to {ClientTokenLengthMax} characters, and this one {clientToken.Length}.",
                nameof(clientToken)
            );

        var wire = TableWire.OfAll(client, actions.Select(action => action.Wire), nameof(actions));
        var request = wire.TransactRequest(
            actions.Select(action => action.Write),
            clientToken ?? Guid.NewGuid().ToString("D")
        );
        var check = new TransactCheck([.. actions.Select(action => action.Key)], isRead: false);
        using var reply = await wire.SendAsync(
            "TransactWriteItems",
            actions[0].Table,
            request,
            check,
            cancellationToken).ConfigureAwait(false);
        if (reply.ErrorCode is null)
            return new TransactResult([]);

        try
        {
            return Refused(actions, reply);
        }
        catch (Exception error)
            when (WireReply.IsMisshapen(error) || error is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw reply.Misshapen("TransactWriteItems", actions[0].Table, error);
        }
    }

    private static TransactResult Refused(IReadOnlyList<TransactAction> actions, WireReply reply)
    {
        using var document = JsonDocument.Parse(reply.Json, JsonLimits.Document);
        var refusals = new List<TransactRefusal>();
        foreach (var (index, reason) in CancellationReasons.ReasonsOf(document).Index())
        {
            if (CancellationReasons.CodeOf(reason) is { } code)
                refusals.Add(
                    new TransactRefusal(
                        index,
                        actions[index],
                        code,
                        CancellationReasons.MessageOf(reason),
                        CancellationReasons.ItemOf(reason)));
        }

        if (refusals.Count == 0) // the caller would take an empty result for an applied transaction
            throw CancellationReasons.ErrorWithoutReasons("TransactWriteItems", actions[0].Table, reply);
        return refusals.TrueForAll(refusal => refusal.IsConditionLost)
            ? new TransactResult(refusals)
            : throw CancellationReasons.ErrorOfWrite(refusals, reply);
    }
}
