using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Json;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>Writes to several items, of whatever tables, that take effect together or not at all.</summary>
public static class TransactWrite
{
    /// <summary>The most actions of a transaction: 100.</summary>
    public const int ActionsMax = 100;

    /// <summary>The longest token: 36 characters.</summary>
    public const int ClientTokenLengthMax = 36;

    /// <summary>Carries out a transaction.</summary>
    /// <param name="client">The client of the tables; all must be in one region.</param>
    /// <param name="actions">1 to 100 actions on different items, at most 4 MB in all.</param>
    /// <param name="clientToken">1 to 36 characters. The same token with the same actions within 10 minutes takes
    /// effect once. Null makes one for this call, which covers the wire's own retries.</param>
    /// <param name="cancellationToken">Gives up waiting; the transaction may have taken effect all the same.</param>
    /// <returns>Applied, or refused with each lost condition.</returns>
    /// <exception cref="ArgumentException">An action is of another client's table, or of another region; or the token
    /// is too short or too long.</exception>
    /// <exception cref="TableOperationException"> The call failed. Where other calls held the items
    /// (<c>TransactionConflict</c>) or throttling cancelled it, trying again is safe with the same token.
    /// <see cref="TableOperationException.Refusals"/> has every action that was not let through, a lost condition's
    /// item too; the code is that of the first which does not pass by itself, or else of the first.
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

        if (refusals.Count == 0) // the result would pass for applied, which it is not
            throw CancellationReasons.AsAWhole("TransactWriteItems", actions[0].Table, reply);
        return refusals.TrueForAll(refusal => refusal.IsConditionLost)
            ? new TransactResult(refusals)
            : throw CancellationReasons.By(refusals, reply);
    }
}
