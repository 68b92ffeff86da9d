using System.Collections.Concurrent;
using System.Text.Json;

namespace Front;

/// <summary>The tables that the front has met. It asks the engine, once for each.</summary>
internal sealed class TableShapes(EngineClient engine)
{
    private readonly ConcurrentDictionary<(string Region, string Table), TableShape> _known = new();

    /// <summary>The tables of a call's parts, by name; one that is not there is missing.</summary>
    public async Task<IReadOnlyDictionary<string, TableShape>> OfAsync(Call call)
    {
        var found = new Dictionary<string, TableShape>(StringComparer.Ordinal);
        foreach (var table in call.Parts.Select(part => part.Table).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await FindAsync(call.Region, table) is { } shape)
                found[table] = shape;
        }

        return found;
    }

    /// <summary>Forgets a table that a call is about to change.</summary>
    public void Forget(Call call)
    {
        if (call.Operation is "CreateTable" or "UpdateTable" or "DeleteTable" && call.Parts[0].Table is { } table)
            _known.TryRemove((call.Region, table), out _);
    }

    private async Task<TableShape?> FindAsync(string region, string table)
    {
        if (_known.TryGetValue((region, table), out var known))
            return known;
        var reply = await engine.AskAsync(
            "DescribeTable",
            region,
            null,
            JsonSerializer.SerializeToUtf8Bytes(new { TableName = table })
        );
        if (!reply.IsSuccess)
            return null;
        using var json = JsonDocument.Parse(reply.Body);
        return _known[(region, table)] = TableShape.Of(json.RootElement.GetProperty("Table"));
    }
}
