using System.Text;
using System.Text.Json;
using TypedTables.Wire;

namespace TypedTables.Tests.Parts;

/// <summary>A wire that goes nowhere: it notes each request and gives the next reply.</summary>
internal sealed class RecordingWire(params WireReply[] replies) : IDynamoDbWire
{
    private readonly Queue<WireReply> _replies = new(replies);

    public List<string> Operations { get; } = [];

    public List<string> Requests { get; } = [];

    /// <summary>What each call waits for before it is answered.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    public static WireReply Reply(string json) =>
        new() { Json = Encoding.UTF8.GetBytes(json), RequestId = "request-1" };

    public async Task<WireReply> SendAsync(
        string operation,
        ReadOnlyMemory<byte> request,
        CancellationToken cancellationToken
    )
    {
        Operations.Add(operation);
        Requests.Add(Encoding.UTF8.GetString(request.Span));
        await Gate.ConfigureAwait(false);
        return _replies.TryDequeue(out var reply) ? reply : Nothing(operation, Requests[^1]);
    }

    /// <summary>An answer of the service that has found nothing, and has done everything.</summary>
    private static WireReply Nothing(string operation, string request)
    {
        using var asked = JsonDocument.Parse(request);
        return Reply(operation switch
        {
            "BatchGetItem" => $$$"""{"Responses":{"{{{FirstTable(asked)}}}":[]},"UnprocessedKeys":{}}""",
            "BatchWriteItem" => """{"UnprocessedItems":{}}""",
            "Query" or "Scan" => """{"Items":[],"Count":0}""",
            "TransactGetItems" => $$"""{"Responses":[{{string.Join(',', Reads(asked).Select(_ => "{}"))}}]}""",
            _ => "{}",
        });
    }

    private static string FirstTable(JsonDocument asked) =>
        asked.RootElement.GetProperty("RequestItems").EnumerateObject().First().Name;

    private static JsonElement.ArrayEnumerator Reads(JsonDocument asked) =>
        asked.RootElement.GetProperty("TransactItems").EnumerateArray();

    public Table<T> Table<T>(TableSchema<T> schema, TableClientOptions? options = null)
        where T : class
        => new(schema, options ?? new TableClientOptions(), new ScriptedDynamoDb(), this);
}
