using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using TypedTables.Json;

namespace TypedTables.Wire.Sdk;

/// <summary>Turns the AWS SDK's responses back into DynamoDB's JSON: only the members that this layer reads.</summary>
internal static class SdkReplies
{
    public static WireReply From(GetItemResponse response) => Reply(response, json =>
    {
        WriteAttributes(json, "Item", response.Item);
        WriteConsumed(json, response.ConsumedCapacity);
    });

    public static WireReply From(PutItemResponse response) =>
        Written(response, response.Attributes, response.ConsumedCapacity);

    public static WireReply From(UpdateItemResponse response) =>
        Written(response, response.Attributes, response.ConsumedCapacity);

    public static WireReply From(DeleteItemResponse response) =>
        Written(response, response.Attributes, response.ConsumedCapacity);

    public static WireReply From(QueryResponse response) =>
        Read(response, response.Items, response.Count, response.LastEvaluatedKey, response.ConsumedCapacity);

    public static WireReply From(ScanResponse response) =>
        Read(response, response.Items, response.Count, response.LastEvaluatedKey, response.ConsumedCapacity);

    public static WireReply From(BatchGetItemResponse response) =>
        Reply(
            response,
            json =>
            {
                WriteTables(json, "Responses", response.Responses, WriteItems);
                WriteTables(
                    json,
                    "UnprocessedKeys",
                    response.UnprocessedKeys,
                    static (json, keys) =>
                    {
                        json.WriteStartObject();
                        json.WritePropertyName("Keys"u8);
                        WriteItems(json, keys.Keys);
                        json.WriteEndObject();
                    }
                );
                WriteConsumed(json, response.ConsumedCapacity);
            }
        );

    public static WireReply From(BatchWriteItemResponse response) =>
        Reply(
            response,
            json =>
            {
                WriteTables(
                    json,
                    "UnprocessedItems",
                    response.UnprocessedItems,
                    static (json, requests) =>
                    {
                        json.WriteStartArray();
                        foreach (var request in requests)
                        {
                            json.WriteStartObject();
                            json.WriteStartObject(request.PutRequest is null ? "DeleteRequest" : "PutRequest");
                            WriteAttributes(
                                json,
                                request.PutRequest is null ? "Key" : "Item",
                                request.PutRequest?.Item ?? request.DeleteRequest.Key
                            );
                            json.WriteEndObject();
                            json.WriteEndObject();
                        }

                        json.WriteEndArray();
                    }
                );
                WriteConsumed(json, response.ConsumedCapacity);
            }
        );

    public static WireReply From(TransactGetItemsResponse response) =>
        Reply(
            response,
            json =>
            {
                if (response.Responses is { } responses)
                {
                    json.WriteStartArray("Responses"u8);
                    foreach (var one in responses)
                    {
                        json.WriteStartObject();
                        WriteAttributes(json, "Item", one?.Item);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                }

                WriteConsumed(json, response.ConsumedCapacity);
            }
        );

    public static WireReply From(TransactWriteItemsResponse response) =>
        Reply(response, json => WriteConsumed(json, response.ConsumedCapacity));

    /// <summary>Writes the reasons of a cancelled transaction.</summary>
    public static byte[] Reasons(IEnumerable<CancellationReason> reasons) =>
        JsonBuffer.ToArray(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("CancellationReasons"u8);
            foreach (var reason in reasons)
            {
                json.WriteStartObject();
                json.WriteString("Code"u8, reason.Code);
                json.WriteString("Message"u8, reason.Message);
                WriteAttributes(json, "Item", reason.Item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static WireReply Written(
        AmazonWebServiceResponse response,
        Dictionary<string, AttributeValue>? attributes,
        Amazon.DynamoDBv2.Model.ConsumedCapacity? consumed
    ) =>
        Reply(
            response,
            json =>
            {
                WriteAttributes(json, "Attributes", attributes);
                WriteConsumed(json, consumed);
            }
        );

    private static WireReply Read(
        AmazonWebServiceResponse response,
        List<Dictionary<string, AttributeValue>>? items,
        int? count,
        Dictionary<string, AttributeValue>? last,
        Amazon.DynamoDBv2.Model.ConsumedCapacity? consumed) => Reply(response, json =>
    {
        if (count is { } number)
            json.WriteNumber("Count"u8, number);
        if (items is not null)
        {
            json.WritePropertyName("Items"u8);
            WriteItems(json, items);
        }

        WriteAttributes(json, "LastEvaluatedKey", last);
        WriteConsumed(json, consumed);
    });

    private static WireReply Reply(AmazonWebServiceResponse response, Action<Utf8JsonWriter> body) => new()
    {
        Json = JsonBuffer.ToArray(json =>
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }),
        RequestId = response.ResponseMetadata?.RequestId,
        LengthSent = response.ContentLength > 0 ? response.ContentLength : null,
    };

    /// <summary>Writes a member with an entry for each table, unless the service left the member out.</summary>
    private static void WriteTables<T>(
        Utf8JsonWriter json,
        string property,
        Dictionary<string, T>? tables,
        Action<Utf8JsonWriter, T> write)
    {
        if (tables is null)
            return;

        json.WriteStartObject(property);
        foreach (var (table, value) in tables)
        {
            json.WritePropertyName(table);
            write(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteAttributes(
        Utf8JsonWriter json,
        string property,
        Dictionary<string, AttributeValue>? attributes
    )
    {
        if (attributes is not { Count: > 0 })
            return;

        json.WritePropertyName(property);
        AttributeValues.WriteMap(json, attributes);
    }

    private static void WriteItems(Utf8JsonWriter json, IEnumerable<Dictionary<string, AttributeValue>> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
            AttributeValues.WriteMap(json, item);
        json.WriteEndArray();
    }

    private static void WriteConsumed(Utf8JsonWriter json, Amazon.DynamoDBv2.Model.ConsumedCapacity? consumed)
    {
        if (consumed is null)
            return;

        json.WritePropertyName("ConsumedCapacity"u8);
        WriteOne(json, consumed);
    }

    private static void WriteConsumed(Utf8JsonWriter json, List<Amazon.DynamoDBv2.Model.ConsumedCapacity>? consumed)
    {
        json.WriteStartArray("ConsumedCapacity"u8);
        foreach (var one in consumed ?? [])
            WriteOne(json, one);
        json.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter json, Amazon.DynamoDBv2.Model.ConsumedCapacity consumed)
    {
        json.WriteStartObject();
        json.WriteString("TableName"u8, consumed.TableName);
        if (consumed.CapacityUnits is { } units && double.IsFinite(units))
            json.WriteNumber("CapacityUnits"u8, units);
        json.WriteEndObject();
    }
}
