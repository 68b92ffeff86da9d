using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using TypedTables.Json;

namespace TypedTables.Wire;

/// <summary>Converts between DynamoDB's JSON and the AWS SDK's dictionaries of attribute values.</summary>
public static class AttributeValues
{
    /// <summary>Converts a JSON object of attributes to the SDK's form.</summary>
    /// <param name="json">A JSON object such as <c>{"balance":{"N":"100"}}</c>, in UTF-8.</param>
    /// <exception cref="JsonException">The JSON is not in DynamoDB's form.</exception>
#pragma warning disable MA0016 // The concrete type is what the SDK's own requests take.
    public static Dictionary<string, AttributeValue> FromJson(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonLimits.Document);
        try
        {
            return ReadMap(document.RootElement);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException("This is not DynamoDB's JSON.", error);
        }
    }
#pragma warning restore MA0016

    /// <summary>Converts the SDK's form to JSON, in UTF-8.</summary>
    /// <param name="attributes">The attributes.</param>
    public static byte[] ToJson(IReadOnlyDictionary<string, AttributeValue> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return JsonBuffer.ToArray(json => WriteMap(json, attributes));
    }

    internal static byte[] ToReplyJson(string property, IReadOnlyDictionary<string, AttributeValue>? attributes) =>
        JsonBuffer.ToArray(json =>
        {
            json.WriteStartObject();
            if (attributes is { Count: > 0 })
            {
                json.WritePropertyName(property);
                WriteMap(json, attributes);
            }

        json.WriteEndObject();
    });

    internal static Dictionary<string, AttributeValue> ReadMap(JsonElement map)
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        foreach (var property in map.EnumerateObject())
            attributes.Add(property.Name, Read(property.Value));
        return attributes;
    }

    private static AttributeValue Read(JsonElement value)
    {
        using var properties = value.EnumerateObject();
        if (!properties.MoveNext())
            throw new JsonException("An attribute value has no type.");

        var (type, content) = (properties.Current.Name, properties.Current.Value);
        if (properties.MoveNext() || content.ValueKind == JsonValueKind.Null)
            throw new JsonException("An attribute value has one type and a content.");

        return type switch
        {
            "S" => new AttributeValue { S = content.GetString() },
            "N" => new AttributeValue { N = content.GetString() },
            "B" => new AttributeValue { B = new MemoryStream(content.GetBytesFromBase64()) },
            "BOOL" => new AttributeValue { BOOL = content.GetBoolean() },
            "NULL" => new AttributeValue { NULL = content.GetBoolean() },
            "SS" => new AttributeValue { SS = [.. content.EnumerateArray().Select(one => one.GetString()!)] },
            "NS" => new AttributeValue { NS = [.. content.EnumerateArray().Select(one => one.GetString()!)] },
            "BS" => new AttributeValue
            {
                BS = [.. content.EnumerateArray().Select(one => new MemoryStream(one.GetBytesFromBase64()))],
            },
            "L" => new AttributeValue { L = [.. content.EnumerateArray().Select(Read)] },
            "M" => new AttributeValue { M = ReadMap(content) },
            var other => throw new JsonException($"DynamoDB has no attribute type '{other}'."),
        };
    }

    internal static void WriteMap(Utf8JsonWriter json, IReadOnlyDictionary<string, AttributeValue> map)
    {
        json.WriteStartObject();
        foreach (var (name, value) in map)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttributeValue value)
    {
        json.WriteStartObject();
        if (value.S is not null)
            json.WriteString("S"u8, value.S);
        else if (value.N is not null)
            json.WriteString("N"u8, value.N);
        else if (value.B is not null)
            json.WriteBase64String("B"u8, value.B.ToArray());
        else if (value.BOOL is { } flag)
            json.WriteBoolean("BOOL"u8, flag);
        else if (value.NULL is { } isNull)
            json.WriteBoolean("NULL"u8, isNull);
        else if (value.M is not null)
            WriteMapValue(json, value.M);
        else if (value.L is not null)
            WriteArray(json, "L", value.L, Write);
        else if (value.SS is not null)
            WriteArray(json, "SS", value.SS, static (writer, text) => writer.WriteStringValue(text));
        else if (value.NS is not null)
            WriteArray(json, "NS", value.NS, static (writer, text) => writer.WriteStringValue(text));
        else if (value.BS is not null)
            WriteArray(json, "BS", value.BS, static (writer, bytes) => writer.WriteBase64StringValue(bytes.ToArray()));
        json.WriteEndObject();
    }

    private static void WriteMapValue(Utf8JsonWriter json, IReadOnlyDictionary<string, AttributeValue> map)
    {
        json.WritePropertyName("M"u8);
        WriteMap(json, map);
    }

    private static void WriteArray<T>(
        Utf8JsonWriter json,
        string type,
        IEnumerable<T> values,
        Action<Utf8JsonWriter, T> write
    )
    {
        json.WriteStartArray(type);
        foreach (var value in values)
            write(json, value);
        json.WriteEndArray();
    }
}
