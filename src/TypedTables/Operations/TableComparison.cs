using Amazon.DynamoDBv2.Model;

namespace TypedTables;

/// <summary>A declaration beside what DynamoDB describes.</summary>
internal static class TableComparison
{
    private const string Nothing = "none";

    public static IReadOnlyList<TableDifference> Of(TableSchema schema, TableDescription found, string? timeToLive)
    {
        var differences = new List<TableDifference>();
        Compare("key", Text(schema.Key), Text(found.KeySchema));
        Compare("billing", Text(schema.Throughput), Billing(found));
        Compare("time to live", schema.TimeToLive?.Name ?? Nothing, timeToLive ?? Nothing);

        var types = found.AttributeDefinitions.ToDictionary(one => one.AttributeName, one => one.AttributeType.Value, StringComparer.Ordinal);
        foreach (var field in schema.KeyFields.Where(field => types.ContainsKey(field.Name)))
            Compare($"type of '{field.Name}'", field.Type.ToString(), types[field.Name]);

        var locals = (found.LocalSecondaryIndexes ?? []).ToDictionary(one => one.IndexName, one => $"{Text(one.KeySchema)}, {Text(one.Projection)}", StringComparer.Ordinal);
        var globals = (found.GlobalSecondaryIndexes ?? []).ToDictionary(
            one => one.IndexName, one => $"{Text(one.KeySchema)}, {Text(one.Projection)}{Throughput(found, one.ProvisionedThroughput)}", StringComparer.Ordinal);
        CompareAll(
            "local index",
            schema.LocalIndexes.ToDictionary(
                one => one.Name, one => $"{Text(KeySchema.HashAndRange(schema.Key.HashField, one.Range))}, {Text(one.Projection)}", StringComparer.Ordinal),
            locals);
        CompareAll(
            "global index",
            schema.GlobalIndexes.ToDictionary(
                one => one.Name, one => $"{Text(one.Key)}, {Text(one.Projection)}{(one.Throughput is null ? "" : ", " + Text(one.Throughput))}", StringComparer.Ordinal),
            globals);
        return differences;

        void Compare(string what, string declared, string actual)
        {
            if (declared != actual)
                differences.Add(new TableDifference(what, declared, actual));
        }

        void CompareAll(string what, Dictionary<string, string> declared, Dictionary<string, string> actual)
        {
            foreach (var name in declared.Keys.Union(actual.Keys, StringComparer.Ordinal))
                Compare($"{what} '{name}'", declared.GetValueOrDefault(name, Nothing), actual.GetValueOrDefault(name, Nothing));
        }
    }

    private static string Text(KeySchema key) => key.RangeField is null ? $"hash {key.HashField.Name}" : $"hash {key.HashField.Name} range {key.RangeField.Name}";

    private static string Text(List<KeySchemaElement> keys) => string.Join(
        ' ',
        keys.OrderBy(key => key.KeyType.Value, StringComparer.Ordinal).Select(key => $"{(key.KeyType.Value == "HASH" ? "hash" : "range")} {key.AttributeName}"));

    private static string Text(Projection projection) => Projected(projection.Type, projection.Fields.Select(field => field.Name));

    private static string Text(Amazon.DynamoDBv2.Model.Projection projection) => Projected(projection.ProjectionType.Value, projection.NonKeyAttributes ?? []);

    private static string Projected(string type, IEnumerable<string> names) =>
        type == "INCLUDE" ? $"INCLUDE {string.Join(' ', names.Order(StringComparer.Ordinal))}" : type;

    private static string Text(Throughput? throughput) =>
        throughput is null ? "on demand" : FormattableString.Invariant($"{throughput.ReadUnits} read and {throughput.WriteUnits} write units");

    private static string Billing(TableDescription found) =>
        found.BillingModeSummary?.BillingMode?.Value == "PAY_PER_REQUEST" ? "on demand" : Text(Units(found.ProvisionedThroughput));

    private static string Throughput(TableDescription found, ProvisionedThroughputDescription? index) =>
        Billing(found) == "on demand" ? "" : ", " + Text(Units(index));

    private static Throughput Units(ProvisionedThroughputDescription? found) => new(found?.ReadCapacityUnits ?? 0, found?.WriteCapacityUnits ?? 0);
}
