using System.Text.Json;
using Microsoft.Extensions.Logging;
using TypedTables.Metering;

namespace TypedTables.Wire;

/// <summary>The wire as operations see it: errors are exceptions with a table's name, and what calls consume is counted.</summary>
/// <param name="wire">The wire.</param>
/// <param name="options">Whom to tell of consumed capacity.</param>
/// <param name="client">Whose wire it is; null of a table that was made without a client.</param>
internal sealed class TableWire(IDynamoDbWire wire, TableClientOptions options, TableClient? client)
{
    private readonly IDynamoDbWire _wire = wire;
    private readonly TableClient? _client = client;

    public bool WantsConsumedCapacity => options.OnConsumedCapacity is not null || CapacityMeter.IsListenedTo;

    /// <summary>The one wire of a transaction's tables.</summary>
    /// <exception cref="ArgumentException">They have several, or another client's.</exception>
    public static TableWire OfAll(TableClient client, IEnumerable<TableWire> wires, string parameter)
    {
        TableWire? first = null;
        foreach (var one in wires)
        {
            first ??= one;
            if (one._client is not null && one._client != client)
                throw new ArgumentException("A transaction takes tables of the client that it is asked of, and one of these is of another.", parameter);
            if (one._wire != first._wire)
                throw new ArgumentException("A transaction takes tables of one region, and one of these is of another.", parameter);
        }

        return first!;
    }

    /// <summary>The request of a transaction, of whatever tables.</summary>
    public JsonBuffer TransactRequest(IEnumerable<Action<Utf8JsonWriter>> items, string? clientToken) => JsonBuffer.Of((Wire: this, Items: items, Token: clientToken), static (json, request) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("TransactItems"u8);
        foreach (var write in request.Items)
            write(json);
        json.WriteEndArray();
        if (request.Token is not null)
            json.WriteString("ClientRequestToken"u8, request.Token);
        if (request.Wire.WantsConsumedCapacity)
            json.WriteString("ReturnConsumedCapacity"u8, "TOTAL"u8);
        json.WriteEndObject();
    });

    /// <summary>Sends a request, and gives its memory back. A lost condition and a cancelled transaction come back as replies, every other error as an exception.</summary>
    public Task<WireReply> SendAsync(string operation, string? table, JsonBuffer request, CancellationToken cancellationToken) => CallObservation.IsListenedTo
        ? ObservedAsync(operation, table, request, cancellationToken)
        : CallAsync(operation, table, request, cancellationToken);

    /// <summary>On its own, so that what the lambda closes over is made only where somebody listens.</summary>
    private Task<WireReply> ObservedAsync(string operation, string? table, JsonBuffer request, CancellationToken cancellationToken) =>
        CallObservation.ObserveAsync(operation, table, () => CallAsync(operation, table, request, cancellationToken));

    private async Task<WireReply> CallAsync(string operation, string? table, JsonBuffer request, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _wire.SendAsync(operation, request.Written, cancellationToken).ConfigureAwait(false);
            request.Dispose(); // not where the call was given up: somebody may still be reading it
            if (reply.ErrorCode is not (null or WireReply.ConditionLost or WireReply.TransactionCancelled))
            {
                reply.Dispose();
                throw new TableOperationException(operation, reply.ErrorCode, reply.ErrorMessage ?? "no message", reply.IsRetryable, reply.RequestId);
            }

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
