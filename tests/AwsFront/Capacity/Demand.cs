namespace Front;

/// <summary>Units that a part takes of one partition key.</summary>
/// <param name="Resource">The table or index, as <see cref="Part.Resource"/> names it.</param>
/// <param name="Partition">The partition key; null where the front cannot know it, which counts and never
/// throttles.</param>
/// <param name="IsWrite">Whether they are write units.</param>
/// <param name="Units">How many.</param>
/// <param name="UnitsIfTwo">How many it would be if a transaction's index writes cost twice, as its table writes
/// do.</param>
internal sealed record Demand(string Resource, string? Partition, bool IsWrite, double Units, double UnitsIfTwo)
{
    /// <summary>What a part takes: of its table, and of the indexes that have the item.</summary>
    public static IReadOnlyList<Demand> Of(Call call, Part part, TableShape shape, int indexFactor) =>
        part.Kind switch
        {
            PartKind.Read => [Read(call, part, shape.Partition(part.Item))],
            PartKind.Query => [Read(call, part, QueriedPartition(part, shape))],
            PartKind.Scan => [Read(call, part, null)],
            PartKind.Manage => [],
            _ => [.. Writes(call, part, shape, indexFactor)],
        };

    private static Demand Read(Call call, Part part, string? partition)
    {
        var units = Front.Units.OfRead(call, part);
        return new Demand(part.Resource, partition, IsWrite: false, units, units);
    }

    private static IEnumerable<Demand> Writes(Call call, Part part, TableShape shape, int indexFactor)
    {
        var units = Front.Units.OfWrite(part, call.IsTransaction);
        yield return new Demand(part.Resource, shape.Partition(part.Item), IsWrite: true, units, units);
        if (part.Kind == PartKind.Check)
            yield break;

        var plain = Front.Units.PlainWrite(part);
        foreach (var index in shape.Indexes.Keys)
        {
            var partition = part.Kind == PartKind.Put ? shape.Partition(part.Item, index) : null;
            if (part.Kind == PartKind.Put && partition is null)
                continue; // The index does not have the item.
            yield return new Demand(
                $"{part.Resource}/index/{index}",
                partition,
                IsWrite: true,
                plain * (call.IsTransaction ? indexFactor : 1),
                plain * (call.IsTransaction ? 2 : 1)
            );
        }
    }

    /// <summary>The partition that a query's condition names, as <c>#a = :b AND …</c>.</summary>
    private static string? QueriedPartition(Part part, TableShape shape)
    {
        var hash = shape.KeyOf(part.Index)[0];
        foreach (
            var term in part
                .Body.GetProperty("KeyConditionExpression")
                .GetString()!
                .Split([" AND ", " and "], StringSplitOptions.None)
        )
        {
            var sides = term.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length != 2)
                continue;
            var (left, right) = (sides[0].Trim('(', ' '), sides[1].Trim(')', ' '));
            if (
                Name(left) == hash
                && part.Body.GetProperty("ExpressionAttributeValues").TryGetProperty(right, out var value)
            )
                return shape.PartitionName(part.Index, TableShape.Value(value));
        }

        return null;

        string Name(string text) =>
            text.StartsWith('#')
                ? part.Body.GetProperty("ExpressionAttributeNames").GetProperty(text).GetString()!
                : text;
    }
}
