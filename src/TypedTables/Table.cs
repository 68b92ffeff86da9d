using System.Text.Json;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.Logging;
using TypedTables.Expressions;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>A table in DynamoDB. Each operation is a file of its own under <c>Operations/</c>.</summary>
/// <remarks>
/// Safe for concurrent use. Synchronous callers may use <c>.GetAwaiter().GetResult()</c>: no method needs the caller's thread to go on.
/// </remarks>
/// <typeparam name="T">The type of its items.</typeparam>
public sealed partial class Table<T>
    where T : class
{
    private readonly TableSchema<T> _schema;
    private readonly TableClientOptions _options;
    private readonly IAmazonDynamoDB _management;
    private readonly IDynamoDbWire _wire;
    private readonly ILogger _logger;

    internal Table(TableSchema<T> schema, TableClientOptions options, IAmazonDynamoDB management, IDynamoDbWire wire)
    {
        _schema = schema;
        _options = options;
        _management = management;
        _wire = wire;
        _logger = options.LoggerFactory.CreateLogger("TypedTables.Table");
        Name = options.TableName(schema.Name);
    }

    /// <summary>The table's name in DynamoDB, after the name hook.</summary>
    public string Name { get; }

    /// <summary>Sends a request; a lost condition comes back as a reply, every other error as an exception.</summary>
    private async Task<WireReply> SendAsync(string operation, byte[] request, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _wire.SendAsync(operation, request, cancellationToken).ConfigureAwait(false);
            return reply.ErrorCode is null or WireReply.ConditionLost
                ? reply
                : throw new TableOperationException(operation, reply.ErrorCode, reply.ErrorMessage ?? "no message", reply.IsRetryable, reply.RequestId);
        }
        catch (TableOperationException error) when (error.Table is null)
        {
            error.Table = Name;
            throw;
        }
    }

    private T? Decode(ReadOnlySpan<byte> item) => item.IsEmpty ? null : ItemCodec.Decode(_schema, Name, item);

    private WriteResult<T> ToResult(WireReply reply) => reply.ErrorCode is null
        ? new WriteResult<T>(true, Decode(reply.Find("Attributes"u8)))
        : new WriteResult<T>(false, Decode(reply.Find("Item"u8)));

    private static void WriteCondition(Utf8JsonWriter json, ExpressionWriter expressions, Condition? when)
    {
        if (when is null)
            return;

        json.WriteString("ConditionExpression"u8, when.Write(expressions));
        json.WriteString("ReturnValuesOnConditionCheckFailure"u8, "ALL_OLD"u8);
    }
}
