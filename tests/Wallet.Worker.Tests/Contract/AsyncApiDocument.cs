using System.Text.Json.Nodes;
using Wallet.Contracts;

namespace Wallet.Worker.Tests.Contract;

/// <summary>The AsyncAPI document: exchanges as channels, what the worker receives and sends as operations.</summary>
internal static class AsyncApiDocument
{
    private const string EnvelopeType = "application/vnd.masstransit+json";

    public static JsonObject Create(IReadOnlyDictionary<string, string> examples) =>
        new()
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Wallet Worker",
                ["version"] = typeof(SetBalance).Assembly.GetName().Version!.ToString(3),
                ["description"] =
                    "Keeps wallets: takes requests from RabbitMQ, answers them, and publishes what has changed. "
                        + "docs/messages.md says it in words. "
                    + "Seen from the worker: it receives requests and sends the rest.",
            },
            ["defaultContentType"] = "application/json",
            ["servers"] = new JsonObject
            {
                ["local"] = new JsonObject
                {
                    ["host"] = "127.0.0.1:5772",
                    ["protocol"] = "amqp",
                    ["protocolVersion"] = "0.9.1",
                    ["description"] = "What ./dev up starts.",
                    ["security"] = new JsonArray(Ref("#/components/securitySchemes/password")),
                },
            },
            ["channels"] = Map([
                .. ContractMessages
                    .Requests.Concat(ContractMessages.Published)
                    .Select(type => (type.Name, Channel(type))),
                ("replies", Replies()),
            ]),
            ["operations"] = Map([
                .. ContractMessages.Requests.Select(type => ($"receive{type.Name}", Receive(type))),
                .. ContractMessages.Published.Select(type => ($"send{type.Name}", Send(type))),
            ]),
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["password"] = new JsonObject { ["type"] = "userPassword" } },
                ["messages"] = Map([.. ContractMessages.All.SelectMany(type => Messages(type, examples))]),
                ["schemas"] = Map([
                    ("Envelope", ContractSchemas.Envelope()),
                    .. ContractMessages.All.Select(type => (type.Name, ContractSchemas.Of(type))),
                ]),
            },
        };

    private static bool IsRequest(Type type) => ContractMessages.Requests.Contains(type);

    private static JsonObject Channel(Type type) =>
        new()
        {
            ["address"] = $"{type.Namespace}:{type.Name}",
            ["description"] = "The exchange of this name; the routing key does not matter.",
            ["messages"] = Map([
                .. IsRequest(type)
                    ? [(type.Name, Ref($"#/components/messages/{type.Name}"))]
                    : Array.Empty<(string, JsonObject)>(),
                ($"{type.Name}Envelope", Ref($"#/components/messages/{type.Name}Envelope")),
            ]),
            ["bindings"] = new JsonObject
            {
                ["amqp"] = new JsonObject
                {
                    ["is"] = "routingKey",
                    ["exchange"] = new JsonObject
                    {
                        ["name"] = $"{type.Namespace}:{type.Name}",
                        ["type"] = "fanout",
                        ["durable"] = true,
                        ["autoDelete"] = false,
                        ["vhost"] = "/",
                    },
                    ["bindingVersion"] = "0.3.0",
                },
            },
        };

    private static JsonObject Replies() =>
        new()
        {
            ["address"] = null,
            ["description"] = "The queue that the request's reply_to names, by way of the default exchange.",
            ["messages"] = Map([
                .. ContractMessages.Answers.Select(type => (type.Name, Ref($"#/components/messages/{type.Name}"))),
            ]),
        };

    private static JsonObject Receive(Type type) =>
        new()
        {
            ["action"] = "receive",
            ["channel"] = Ref($"#/channels/{type.Name}"),
            ["summary"] = FirstSentenceOf(type),
            ["reply"] = new JsonObject
            {
                ["address"] = new JsonObject
                {
                    ["location"] = "$message.header#/reply_to",
                    ["description"] = "Optional. A queue of yours, or amq.rabbitmq.reply-to.",
                },
                ["channel"] = Ref("#/channels/replies"),
                ["messages"] = new JsonArray([
                    .. ContractTexts
                        .AnswersOf(type)
                        .Append(typeof(RequestFailed))
                        .Select(answer => Ref($"#/channels/replies/messages/{answer.Name}")),
                ]),
            },
        };

    private static JsonObject Send(Type type) => new()
    {
        ["action"] = "send",
        ["channel"] = Ref($"#/channels/{type.Name}"),
        ["summary"] = FirstSentenceOf(type),
    };

    private static IEnumerable<(string Name, JsonObject Message)> Messages(
        Type type,
        IReadOnlyDictionary<string, string> examples
    )
    {
        if (IsRequest(type) || ContractMessages.Answers.Contains(type))
            yield return (type.Name, PlainMessage(type, examples));
        if (type != typeof(RequestFailed))
            yield return ($"{type.Name}Envelope", EnvelopedMessage(type));
    }

    private static JsonObject PlainMessage(Type type, IReadOnlyDictionary<string, string> examples)
    {
        var message = new JsonObject
        {
            ["name"] = type.Name,
            ["summary"] = FirstSentenceOf(type),
            ["contentType"] = "application/json",
            ["headers"] = new JsonObject
            {
                ["description"] = "Properties of AMQP.",
                ["type"] = "object",
                ["properties"] = IsRequest(type)
                    ? Map([
                        ("reply_to", Text("Where to answer, in plain JSON.")),
                        ("correlation_id", Text("Comes back with the answer.")),
                        ("message_id", Text("A UUID stands for an operationId that is left out.")),
                    ])
                    : Map([("correlation_id", Text("That of the request.")), ("type", Text($"{type.Name}."))]),
            },
            ["correlationId"] = new JsonObject { ["location"] = "$message.header#/correlation_id" },
            ["payload"] = Ref($"#/components/schemas/{type.Name}"),
        };
        if (!IsRequest(type))
            message["bindings"] = new JsonObject
            {
                ["amqp"] = new JsonObject { ["messageType"] = type.Name, ["bindingVersion"] = "0.3.0" },
            };
        if (examples.TryGetValue(type.Name, out var example))
            message["examples"] = new JsonArray(new JsonObject { ["payload"] = JsonNode.Parse(example) });
        return message;
    }

    private static JsonObject EnvelopedMessage(Type type) =>
        new()
        {
            ["name"] = $"{type.Name}Envelope",
            ["summary"] = $"{type.Name} in MassTransit's envelope.",
            ["contentType"] = EnvelopeType,
            ["correlationId"] = new JsonObject { ["location"] = "$message.payload#/requestId" },
            ["payload"] = new JsonObject
            {
                ["allOf"] = new JsonArray(
                    Ref("#/components/schemas/Envelope"),
                    new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = Map([("message", Ref($"#/components/schemas/{type.Name}"))]),
                    }
                ),
            },
        };

    private static string FirstSentenceOf(Type type) => ContractTexts.Of(type).Split(". ")[0].TrimEnd('.') + ".";

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Ref(string target) => new() { ["$ref"] = target };

    private static JsonObject Map(IEnumerable<(string Name, JsonObject Value)> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value)));
}
