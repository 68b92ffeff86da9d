using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using TypedTables;
using TypedTables.Wire;

namespace SystemTests.Tables;

/// <summary>A small table for random operations.</summary>
internal static class MemoTable
{
    public static readonly Field<string> Id = Field.Of("id", Codec.String);
    public static readonly Field<long> Size = Field.Of("size", Codec.Int64);
    public static readonly Field<string> Text = Field.Of("te.xt", Codec.String);
    public static readonly Field<IReadOnlySet<long>> Marks = Field.Of("marks", Codec.Int64Set);
    public static readonly Field<IReadOnlyList<string>> Log = Field.Of("log", Codec.List(Codec.String));

    public static readonly TableSchema<Memo> Schema = new(
        "memos",
        KeySchema.Hash(Id),
        [Id, Size, Text, Marks, Log],
        item => new Memo(
            item.Get(Id),
            item.Find(Size),
            item.TryGet(Text, out var text) ? text : null,
            item.TryGet(Marks, out var marks) ? marks : null,
            item.TryGet(Log, out var log) ? log : null),
        (memo, item) =>
        {
            item.Set(Id, memo.Id);
            item.SetIfPresent(Size, memo.Size);
            item.SetIfPresent(Text, memo.Text);
            item.SetIfPresent(Marks, memo.Marks);
            item.SetIfPresent(Log, memo.Log);
        });

    public static string Canonical(Memo? memo) => memo is null ? "none" : Canonical(Schema.Encode(memo));

    public static string Canonical(Dictionary<string, AttributeValue>? item) =>
        item is not { Count: > 0 } ? "none" : Canonical(AttributeValues.ToJson(item));

    /// <summary>Attributes have no order, and the elements of a set have none either.</summary>
    private static string Canonical(byte[] json)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        if (item["marks"]?["NS"] is JsonArray marks)
            item["marks"]!["NS"] = new JsonArray([
                .. marks
                    .Select(mark => mark!.GetValue<string>())
                    .Order(StringComparer.Ordinal)
                    .Select(mark => (JsonNode)mark),
            ]);
        return string.Join(
            ", ",
            item.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => $"{pair.Key}: {pair.Value!.ToJsonString()}")
        );
    }
}

internal sealed record Memo(string Id, long? Size, string? Text, IReadOnlySet<long>? Marks, IReadOnlyList<string>? Log);
