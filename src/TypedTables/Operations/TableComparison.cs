using Amazon.DynamoDBv2.Model;

namespace TypedTables;

/// <summary>Compares a declaration with DynamoDB's description.</summary>
internal static class TableComparison
{
    private const string Nothing = "none";

    /// <summary>Every difference except in time to live, which the description does not contain.</summary>
    public static IReadOnlyList<TableDifference> Compare(TableSchema schema, TableDescription found) =>
    [
        .. Compare(TableAspect.Key, "key", Text(schema.Key), Text(found.KeySchema), isFault: true),
        .. Compare(TableAspect.Billing, "billing", Text(schema.Throughput), Billing(found), isFault: false),
        .. Types(schema, found),
        .. Indexes(
            "local index",
            schema.LocalIndexes.Select(one => Index.From(schema, one)),
            found.LocalSecondaryIndexes?.Select(Index.From)),
        .. Indexes(
            "global index",
            schema.GlobalIndexes.Select(Index.From),
            found.GlobalSecondaryIndexes?.Select(one => Index.From(one, IsOnDemand(found)))),
        .. Compare(TableAspect.Replicas, "replicas", Nothing, Text(ReplicasOf(found)), isFault: false),
    ];

    /// <summary>The difference in time to live, if any.</summary>
    /// <param name="schema">The declaration.</param>
    /// <param name="found">The attribute that it is enabled for; null if it is disabled.</param>
    public static IEnumerable<TableDifference> OfTimeToLive(TableSchema schema, string? found) =>
        Compare(
            TableAspect.TimeToLive,
            "time to live",
            schema.TimeToLive?.Name ?? Nothing,
            found ?? Nothing,
            isFault: true);

    /// <summary>The table's other regions. The 2017 version of global tables does not list them.</summary>
    public static IReadOnlyList<string> ReplicasOf(TableDescription found)
    {
        var home = found.TableArn?.Split(':') is [_, _, _, var region, ..] ? region : "";
        var regions = (found.Replicas ?? []).Select(one => one.RegionName);
        var others = regions.Where(name => name != home).Order(StringComparer.Ordinal).ToList();
        return others.Count == 0 && found.GlobalTableVersion == "2017.11.29" ? ["other regions"] : others;
    }

    private static IEnumerable<TableDifference> Types(TableSchema schema, TableDescription found)
    {
        var types = found.AttributeDefinitions.ToDictionary(
            one => one.AttributeName, one => one.AttributeType.Value, StringComparer.Ordinal);
        return schema.KeyFields.Where(field => types.ContainsKey(field.Name)).SelectMany(field => Compare(
            TableAspect.Key, $"type of '{field.Name}'", field.Type.ToString(), types[field.Name], isFault: true));
    }

    private static IEnumerable<TableDifference> Indexes(
        string kind,
        IEnumerable<Index> declared,
        IEnumerable<Index>? found)
    {
        var rest = (found ?? []).ToDictionary(one => one.Name, StringComparer.Ordinal);
        foreach (var index in declared)
        {
            var what = $"{kind} '{index.Name}'";
            if (!rest.Remove(index.Name, out var actual))
            {
                yield return new(what, index.ToString(), Nothing) { Aspect = TableAspect.Index, IsFault = true };
                continue;
            }

            foreach (var difference in Differences(what, index, actual))
                yield return difference;
        }

        foreach (var index in rest.Values)
            yield return new($"{kind} '{index.Name}'", Nothing, index.ToString()) { Aspect = TableAspect.Index };
    }

    private static IEnumerable<TableDifference> Differences(string what, Index declared, Index found) =>
    [
        .. Compare(TableAspect.Index, what, declared.ToString(), found.ToString(), isFault: !found.Serves(declared)),
        .. Compare(TableAspect.Index, $"status of {what}", "ACTIVE", found.Status, isFault: true),
        .. declared.Units is null || found.Units is null
            ? []
            : Compare(TableAspect.Billing, $"billing of {what}", declared.Units, found.Units, isFault: false),
    ];

    private static IEnumerable<TableDifference> Compare(
        TableAspect aspect, string what, string declared, string found, bool isFault)
    {
        if (declared != found)
            yield return new TableDifference(what, declared, found) { Aspect = aspect, IsFault = isFault };
    }

    private static string Text(KeySchema key) =>
        key.RangeField is null
            ? $"hash {key.HashField.Name}"
            : $"hash {key.HashField.Name} range {key.RangeField.Name}";

    private static string Text(List<KeySchemaElement> keys) =>
        string.Join(
            ' ',
            keys.OrderBy(key => key.KeyType.Value, StringComparer.Ordinal)
                .Select(key => $"{(key.KeyType.Value == "HASH" ? "hash" : "range")} {key.AttributeName}")
        );

    private static string Text(Throughput? throughput) =>
        throughput is null
            ? "on demand"
            : FormattableString.Invariant($"{throughput.ReadUnits} read and {throughput.WriteUnits} write units");

    private static string Text(IReadOnlyList<string> regions) =>
        regions.Count == 0 ? Nothing : string.Join(' ', regions);

    private static bool IsOnDemand(TableDescription found) =>
        found.BillingModeSummary?.BillingMode?.Value == "PAY_PER_REQUEST";

    private static string Billing(TableDescription found) =>
        IsOnDemand(found) ? Text(throughput: null) : Text(Units(found.ProvisionedThroughput));

    private static Throughput Units(ProvisionedThroughputDescription? found) =>
        new(found?.ReadCapacityUnits ?? 0, found?.WriteCapacityUnits ?? 0);

    /// <summary>
    /// An index, declared or found. Its units are null if the table is on demand, or if none were declared.
    /// </summary>
    private sealed record Index(string Name, string Keys, string Projection, IReadOnlySet<string> Fields)
    {
        public string? Units { get; private init; }

        /// <summary>DynamoDB's status of the index.</summary>
        public string Status { get; init; } = "ACTIVE";

        public static Index From(TableSchema schema, LocalSecondaryIndex one) =>
            new(
                one.Name,
                Text(KeySchema.HashAndRange(schema.Key.HashField, one.Range)),
                one.Projection.Type,
                FieldsOf(one.Projection));

        public static Index From(GlobalSecondaryIndex one) =>
            new(one.Name, Text(one.Key), one.Projection.Type, FieldsOf(one.Projection))
            {
                Units = one.Throughput is null ? null : Text(one.Throughput),
            };

        public static Index From(LocalSecondaryIndexDescription one) =>
            new(one.IndexName, Text(one.KeySchema), one.Projection.ProjectionType.Value, FieldsOf(one.Projection));

        public static Index From(GlobalSecondaryIndexDescription one, bool isOnDemand) =>
            new(one.IndexName, Text(one.KeySchema), one.Projection.ProjectionType.Value, FieldsOf(one.Projection))
            {
                Units = isOnDemand ? null : Text(TableComparison.Units(one.ProvisionedThroughput)),
                Status = one.IndexStatus?.Value is "CREATING" or "DELETING" ? one.IndexStatus.Value : "ACTIVE",
            };

        /// <summary>
        /// Whether this index serves a program that declares the other one. It may contain more attributes.
        /// </summary>
        public bool Serves(Index declared) =>
            Keys == declared.Keys
            && (Projection == "ALL"
                || declared.Projection == "KEYS_ONLY"
                || (Projection == declared.Projection && declared.Fields.IsSubsetOf(Fields)));

        public override string ToString() =>
            Projection == "INCLUDE"
                ? $"{Keys}, INCLUDE {string.Join(' ', Fields.Order(StringComparer.Ordinal))}"
                : $"{Keys}, {Projection}";

        private static HashSet<string> FieldsOf(TypedTables.Projection projection) =>
            [.. projection.Fields.Select(field => field.Name)];

        private static HashSet<string> FieldsOf(Amazon.DynamoDBv2.Model.Projection projection) =>
            [.. projection.NonKeyAttributes ?? []];
    }
}
