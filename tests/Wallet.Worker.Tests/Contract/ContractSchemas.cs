using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Wallet.Contracts;

namespace Wallet.Worker.Tests.Contract;

/// <summary>JSON Schemas of the messages: of requests what to send, of the others what to expect.</summary>
/// <remarks>
/// They keep to keywords that mean the same in draft-07, which AsyncAPI builds on, and in 2020-12. They are stricter
/// than the worker in one thing: names are in camelCase only. And laxer in some that a schema cannot say, or not to a
/// validator that computes in doubles.
/// </remarks>
internal static class ContractSchemas
{
    private const string AnyDigits = "^-?(0|[1-9][0-9]{0,18})$";
    private const string DigitsFromZero = "^(0|[1-9][0-9]{0,18})$";
    private const string DigitsFromOne = "^[1-9][0-9]{0,18}$";

    /// <summary>
    /// The limits that the consumers put on integers beyond those of their types: the least, the largest, and the same
    /// for text.
    /// </summary>
    private static readonly Dictionary<string, (long? Min, long? Max, string Digits)> Limits = new(
        StringComparer.Ordinal
    )
    {
        ["SetBalance.expectedVersion"] = (0, null, DigitsFromZero),
        ["SetBalance.overdraft"] = (0, null, DigitsFromZero),
        ["AdjustBalance.amount"] = (null, null, "^-?[1-9][0-9]{0,18}$"),
        ["AdjustBalance.expectedVersion"] = (0, null, DigitsFromZero),
        ["TransferBalance.amount"] = (1, null, DigitsFromOne),
        ["GetHistory.after"] = (0, null, DigitsFromZero),
        ["GetHistory.limit"] = (1, 100, "^([1-9][0-9]?|100)$"),
    };

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The schema of a message, without <c>$schema</c> and <c>$id</c>.</summary>
    public static JsonObject Of(Type message)
    {
        var isRequest = ContractMessages.Requests.Contains(message);
        return Options.GetJsonSchemaAsNode(message, new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Complete(context, node.AsObject(), isRequest),
        }).AsObject();
    }

    /// <summary>The schema of a message as a file of its own.</summary>
    public static JsonObject FileOf(string name, JsonObject schema)
    {
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "$id", $"urn:wallet:contract:{name}");
        schema.Insert(2, "title", name);
        return schema;
    }

    /// <summary>
    /// What is around the fields in MassTransit's envelope: of what it may hold, that which the worker uses or tells.
    /// </summary>
    public static JsonObject Envelope()
    {
        var id = new JsonObject { ["type"] = Types("string", "null"), ["format"] = "uuid" };
        var address = new JsonObject
        {
            ["type"] = Types("string", "null"),
            ["description"] = "Such as exchange:name or queue:name.",
        };
        return new JsonObject
        {
            ["description"] =
                "MassTransit's envelope, content type application/vnd.masstransit+json. It may hold more than this.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["messageId"] = id,
                ["requestId"] = id.DeepClone(),
                ["correlationId"] = id.DeepClone(),
                ["conversationId"] = id.DeepClone(),
                ["initiatorId"] = id.DeepClone(),
                ["responseAddress"] = address,
                ["faultAddress"] = address.DeepClone(),
                ["messageType"] = new JsonObject
                {
                    ["description"] = "Holds urn:message:Wallet.Contracts:SetBalance, or the like.",
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string" },
                },
                ["message"] = new JsonObject { ["description"] = "The fields.", ["type"] = "object" },
            },
            ["required"] = new JsonArray("messageType", "message"),
        };
    }

    private static JsonObject Complete(JsonSchemaExporterContext context, JsonObject schema, bool isRequest)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type == typeof(Guid))
            CompleteUuid(schema, isRequest);
        else if (type == typeof(long) || type == typeof(int))
            CompleteInteger(schema, type, context.PropertyInfo, isRequest);
        else if (type == typeof(RefusalReason))
            schema["type"] = "string";

        var text =
            context.PropertyInfo is { DeclaringType: { } owner } property
                ? ContractTexts.Of(
                    owner,
                    owner
                        .GetProperties()
                        .Single(one => JsonNamingPolicy.CamelCase.ConvertName(one.Name) == property.Name)
                )
            : type.Namespace == typeof(SetBalance).Namespace ? ContractTexts.Of(type)
            : null;
        if (text is not null)
            schema.Insert(0, "description", text);
        return schema;
    }

    private static void CompleteUuid(JsonObject schema, bool isRequest)
    {
        schema["format"] = "uuid";
        if (!isRequest)
            return;

        // The format also takes urn:uuid:, which the worker does not.
        schema["pattern"] = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
        schema["not"] = new JsonObject { ["const"] = Guid.Empty.ToString() };
    }

    private static void CompleteInteger(JsonObject schema, Type type, JsonPropertyInfo? property, bool isRequest)
    {
        var name = $"{property?.DeclaringType.Name}.{property?.Name}";
        var (min, max, digits) = isRequest
            ? Limits.GetValueOrDefault(name, (null, null, AnyDigits))
            : (null, null, AnyDigits);
        schema["minimum"] = min ?? (type == typeof(int) ? int.MinValue : long.MinValue);
        schema["maximum"] = max ?? (type == typeof(int) ? int.MaxValue : long.MaxValue);
        if (!isRequest)
            return;

        schema["type"] = schema["type"] is JsonArray ? Types("integer", "string", "null") : Types("integer", "string");
        schema["pattern"] = digits;
        if (name == "AdjustBalance.amount")
            schema["not"] = new JsonObject { ["const"] = 0 };
    }

    private static JsonArray Types(params string[] names) => [.. names.Select(name => (JsonNode?)name)];
}
