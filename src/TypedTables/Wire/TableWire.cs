using System.Text.Json;
using Microsoft.Extensions.Logging;
using TypedTables.Metering;

namespace TypedTables.Wire;

/// <summary>The wire as operations see it: errors are exceptions with a table's name, and what calls consume is counted.</summary>
internal sealed class TableWire(IDynamoDbWire wire, TableClientOptions options)
{
    public bool WantsConsumedCapacity => options.OnConsumedCapacity is not null || CapacityMeter.IsListenedTo;

    /// <summary>The request of a transaction, of whatever tables.</summary>
    public byte[] TransactRequest(IEnumerable<Action<Utf8JsonWriter>> items, string? clientToken) => ItemCodec.ToJson(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("TransactItems"u8);
        foreach (var write in items)
            write(json);
        json.WriteEndArray();
        if (clientToken is not null)
            json.WriteString("ClientRequestToken"u8, clientToken);
        if (WantsConsumedCapacity)
            json.WriteString("ReturnConsumedCapacity"u8, "TOTAL"u8);
        json.WriteEndObject();
    });

    /// <summary>Sends a request. A lost condition and a cancelled transaction come back as replies, every other error as an exception.</summary>
    public async Task<WireReply> SendAsync(string operation, string? table, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await wire.SendAsync(operation, request, cancellationToken).ConfigureAwait(false);
            if (reply.ErrorCode is not (null or WireReply.ConditionLost or WireReply.TransactionCancelled))
                throw new TableOperationException(operation, reply.ErrorCode, reply.ErrorMessage ?? "no message", reply.IsRetryable, reply.RequestId);

            if (WantsConsumedCapacity)
                CapacityMeter.Count(operation, reply.Find("ConsumedCapacity"u8), Tell);
            return reply;
        }
        catch (TableOperationException error) when (error.Table is null)
        {
            error.Table = table;
            throw;
        }
    }

    /// <summary>Calls the hook. The call that it is told of has succeeded, and must not fail because the hook does.</summary>
    private void Tell(ConsumedCapacity consumed)
    {
        try
        {
            options.OnConsumedCapacity?.Invoke(consumed);
        }
        catch (Exception error)
        {
            options.LoggerFactory.CreateLogger("TypedTables.Table").LogError(error, "OnConsumedCapacity failed for {Operation}.", consumed.Operation);
        }
    }
}
