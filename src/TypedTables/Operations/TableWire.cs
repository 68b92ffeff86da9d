using System.Text.Json;
using Microsoft.Extensions.Logging;
using TypedTables.Json;
using TypedTables.Metering;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>
/// The wire as operations use it: errors become exceptions with a table's name, and consumed capacity is counted.
/// </summary>
/// <param name="wire">The wire.</param>
/// <param name="options">Who receives consumed capacity.</param>
/// <param name="client">The wire's client; null for a table that was created without one.</param>
internal sealed class TableWire(IDynamoDbWire wire, TableClientOptions options, TableClient? client)
{
    private readonly IDynamoDbWire _wire = wire;
    private readonly TableClient? _client = client;

    public bool WantsConsumedCapacity => options.OnConsumedCapacity is not null || CapacityMeter.IsEnabled;

    /// <summary>Gets the wire that all tables of a transaction share.</summary>
    /// <exception cref="ArgumentException">The tables have different wires, or another client's.</exception>
    public static TableWire OfAll(TableClient client, IEnumerable<TableWire> wires, string parameter)
    {
        TableWire? first = null;
        foreach (var one in wires)
        {
            first ??= one;
            if (one._client is not null && one._client != client)
                throw new ArgumentException(
                    "A transaction takes tables of the client that it is asked of, and one of these is of another.",
                    parameter
                );
            if (one._wire != first._wire)
                throw new ArgumentException(
                    "A transaction takes tables of one region, and one of these is of another.",
                    parameter
                );
        }

        return first!;
    }

    /// <summary>Writes the request of a transaction.</summary>
    public JsonBuffer TransactRequest(IEnumerable<Action<Utf8JsonWriter>> items, string? clientToken) =>
        JsonBuffer.Write(
            (Wire: this, Items: items, Token: clientToken),
            static (json, request) =>
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
            }
        );

    /// <summary>
    /// Sends a request and returns its memory to the pool. A lost condition and a cancelled transaction are returned as
    /// replies; any other error is thrown.
    /// </summary>
    public Task<WireReply> SendAsync(
        string operation,
        string? table,
        JsonBuffer request,
        ReplyCheck check,
        CancellationToken cancellationToken) => CallObservation.IsEnabled
        ? ObservedAsync(operation, table, request, check, cancellationToken)
        : CallAsync(operation, table, request, check, cancellationToken);

    /// <summary>A method of its own, so that the lambda's closure is only allocated when something listens.</summary>
    private Task<WireReply> ObservedAsync(
        string operation,
        string? table,
        JsonBuffer request,
        ReplyCheck check,
        CancellationToken cancellationToken) =>
        CallObservation.ObserveAsync(
            operation,
            table,
            () => CallAsync(operation, table, request, check, cancellationToken));

    private async Task<WireReply> CallAsync(
        string operation,
        string? table,
        JsonBuffer request,
        ReplyCheck check,
        CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var reply = await _wire.SendAsync(operation, request.Written, cancellationToken).ConfigureAwait(false);
                if (reply.ErrorCode is not (null or WireReply.ConditionLost or WireReply.TransactionCancelled))
                {
                    request.Dispose(); // only after a completed call: a cancelled one may still be reading it
                    reply.Dispose();
                    throw new TableOperationException(
                        operation,
                        reply.ErrorCode,
                        reply.ErrorMessage ?? "no message",
                        reply.IsRetryable,
                        reply.RequestId);
                }

                if (check.FaultOf(request.Written.Span, reply) is { } fault)
                {
                    // No part of the wire's retry, which ended with a success: only here, where both wires meet, is the
                    // response compared with the request. Reads and transactions, which have a token, respond the
                    // same again; a write of one item may not. That connection has lost count, and its next responses
                    // would be wrong, too.
                    reply.Source?.Distrust();
                    var error = Misplaced(operation, request.Written.Span, reply, fault);
                    reply.Dispose();
                    if (attempt >= options.AttemptsMax || IdempotencyReader.IsWriteOfItem(operation))
                        throw error;
                    CallObservation.Retried(operation, attempt, TableOperationException.BadReply);
                    continue;
                }

                request.Dispose();
                if (WantsConsumedCapacity)
                    CapacityMeter.Count(operation, table, reply, Tell);
                return reply;
            }
        }
        catch (TableOperationException error) when (error.Table is null)
        {
            error.Table = table;
            throw;
        }
    }

    private static TableOperationException Misplaced(
        string operation,
        ReadOnlySpan<byte> request,
        WireReply reply,
        string fault)
    {
        var isWrite =
            IdempotencyReader.IsWriteOfItem(operation) || operation is "BatchWriteItem" or "TransactWriteItems";
        var isTwice = IdempotencyReader.Read(operation, request) == Idempotency.NotIdempotent;
        var words = $"the answer is not that of this request: {fault}."
            + (isTwice
                ? " It may have taken effect, and would take effect twice if it was made again."
                : isWrite ? " The write may have taken effect." : "");
        return new TableOperationException(
            operation,
            TableOperationException.BadReply,
            words,
            isRetryable: !isTwice,
            reply.RequestId);
    }

    /// <summary>Calls the hook. The call has succeeded and must not fail because its hook does.</summary>
    private void Tell(ConsumedCapacity consumed)
    {
        try
        {
            options.OnConsumedCapacity?.Invoke(consumed);
        }
        catch (Exception error)
        {
            options
                .LoggerFactory.CreateLogger("TypedTables.Table")
                .LogError(
                    new EventId(1203, "ConsumedCapacityCallbackFailed"),
                    error, "OnConsumedCapacity failed for {Operation}.", consumed.Operation);
        }
    }
}
