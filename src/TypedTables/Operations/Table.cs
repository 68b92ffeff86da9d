using System.Text.Json;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.Logging;
using TypedTables.Expressions;
using TypedTables.Json;
using TypedTables.Wire;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>A table in DynamoDB. Each operation has a file of its own in <c>Operations/</c>.</summary>
/// <remarks>
/// Thread-safe. A synchronous caller may use <c>.GetAwaiter().GetResult()</c>, since no method resumes on the caller's
/// context.
/// </remarks>
/// <typeparam name="T">The type of its items.</typeparam>
public sealed partial class Table<T>
    where T : class
{
    private readonly TableSchema<T> _schema;
    private readonly TableClientOptions _options;
    private readonly IAmazonDynamoDB _management;
    private readonly TableWire _wire;
    private readonly ILogger _logger;
    private readonly GetCheck _getCheck;
    private readonly WriteCheck _writeCheck;
    private readonly BatchGetCheck _batchGetCheck;
    private readonly BatchWriteCheck _batchWriteCheck;

    internal Table(
        TableSchema<T> schema,
        TableClientOptions options,
        IAmazonDynamoDB management,
        IDynamoDbWire wire,
        TableClient? client = null
    )
    {
        _schema = schema;
        _options = options;
        _management = management;
        _wire = new TableWire(wire, options, client);
        _logger = options.LoggerFactory.CreateLogger("TypedTables.Table");
        Name = options.TableName(schema.Name);
        (_getCheck, _writeCheck) = (new GetCheck(schema.Key), new WriteCheck(schema.Key));
        (_batchGetCheck, _batchWriteCheck) = (
            new BatchGetCheck(schema.Key, Name),
            new BatchWriteCheck(schema.Key, Name));
    }

    /// <summary>The table's name in DynamoDB, after <see cref="TableClientOptions.TableName"/> was applied.</summary>
    public string Name { get; }

    internal TableSchema<T> Schema => _schema;

    internal TableWire Wire => _wire;

    /// <summary>Decodes an item from a reply; null if there is none.</summary>
    internal T? Decode(ReadOnlySpan<byte> item) => item.IsEmpty ? null : ItemCodec.Decode(_schema, Name, item);

    internal Task<WireReply> SendAsync(
        string operation,
        JsonBuffer request,
        ReplyCheck check,
        CancellationToken cancellationToken) =>
        _wire.SendAsync(operation, Name, request, check, cancellationToken);

    /// <summary>
    /// Writes a request to this table: its name, the operation's own members, and the names and values of its
    /// expressions.
    /// </summary>
    internal JsonBuffer Request(Action<Utf8JsonWriter, ExpressionWriter> body) =>
        JsonBuffer.Write(
            (Table: this, Body: body),
            static (json, request) =>
            {
                json.WriteStartObject();
                request.Table.WriteBody(json, request.Body);
                if (request.Table._wire.WantsConsumedCapacity)
                    json.WriteString("ReturnConsumedCapacity"u8, "TOTAL"u8);
                json.WriteEndObject();
            }
        );

    private void WriteBody(Utf8JsonWriter json, Action<Utf8JsonWriter, ExpressionWriter> body)
    {
        var expressions = new ExpressionWriter(_schema);
        json.WriteString("TableName"u8, Name);
        body(json, expressions);
        expressions.WriteNamesAndValues(json);
    }

    private void WriteKey(Utf8JsonWriter json, Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        json.WritePropertyName("Key"u8);
        key.Write(_schema, json);
    }

    private static void WriteCondition(Utf8JsonWriter json, ExpressionWriter expressions, Condition? when)
    {
        if (when is null)
            return;

        json.WriteString("ConditionExpression"u8, when.Write(expressions));
        json.WriteString("ReturnValuesOnConditionCheckFailure"u8, "ALL_OLD"u8);
    }

    private static void ThrowIfAllNew(ReturnValues returnValues, string why)
    {
        if (returnValues == ReturnValues.AllNew)
            throw new ArgumentOutOfRangeException(nameof(returnValues), returnValues, why);
    }

    private static void WriteReturnValues(Utf8JsonWriter json, ReturnValues returnValues)
    {
        if (returnValues != ReturnValues.None)
            json.WriteString("ReturnValues"u8, returnValues == ReturnValues.AllOld ? "ALL_OLD"u8 : "ALL_NEW"u8);
    }

    private WriteResult<T> ToResult(WireReply reply) => reply.ErrorCode is null
        ? new WriteResult<T>(true, Decode(reply.Find("Attributes"u8)))
        : new WriteResult<T>(false, Decode(reply.Find("Item"u8)));

    internal Item? DecodeSome(ReadOnlySpan<byte> item, IReadOnlyCollection<Field>? only) =>
        !item.IsEmpty && ItemCodec.DecodeSome(_schema, Name, item, only) is { Count: > 0 } found ? found : null;
}
