using System.Text.Json;
using System.Text.Json.Nodes;

namespace Front;

/// <summary>A batch, parted into what goes to the engine and what is left unprocessed.</summary>
internal sealed class BatchSplit
{
    private readonly JsonObject _request;
    private readonly JsonObject _left = [];
    private readonly string _unprocessed;

    /// <param name="call">The batch.</param>
    /// <param name="throttled">Which of its parts are left out, by their numbers.</param>
    public BatchSplit(Call call, IReadOnlySet<int> throttled)
    {
        _unprocessed = call.Operation == "BatchGetItem" ? "UnprocessedKeys" : "UnprocessedItems";
        _request = JsonNode.Parse(call.Body)!.AsObject();
        var tables = _request["RequestItems"]!.AsObject();
        var number = 0;
        foreach (var (table, value) in tables.ToList())
        {
            var all = Entries(value!);
            var leave = all.Where(_ => throttled.Contains(number++)).ToList();
            if (leave.Count == 0)
                continue;
            if (leave.Count == all.Count)
            {
                tables.Remove(table);
                _left[table] = value;
                continue;
            }

            var rest = value!.DeepClone();
            Entries(rest).Clear();
            foreach (var entry in leave)
            {
                all.Remove(entry);
                Entries(rest).Add(entry);
            }

            _left[table] = rest;
        }
    }

    public byte[] Body => JsonSerializer.SerializeToUtf8Bytes(_request);

    /// <summary>The engine's answer with what was left out.</summary>
    public Reply Complete(Reply reply)
    {
        if (!reply.IsSuccess || _left.Count == 0)
            return reply;
        var answer = reply.ToNode();
        var unprocessed = answer[_unprocessed] as JsonObject ?? [];
        foreach (var (table, value) in _left)
        {
            if (unprocessed[table] is { } there)
            {
                foreach (var entry in Entries(value!))
                    Entries(there).Add(entry!.DeepClone());
            }
            else
            {
                unprocessed[table] = value!.DeepClone();
            }
        }

        if (unprocessed.Parent is null)
            answer[_unprocessed] = unprocessed;
        return Reply.Of(reply.Status, answer);
    }

    /// <summary>The keys of a table that is read, the requests of one that is written.</summary>
    private static JsonArray Entries(JsonNode table) => table as JsonArray ?? table["Keys"]!.AsArray();
}
