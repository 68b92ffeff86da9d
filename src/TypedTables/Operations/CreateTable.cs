using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace TypedTables;

/// <summary>Turns a declaration into DynamoDB's CreateTable request.</summary>
internal static class CreateTable
{
    public static CreateTableRequest RequestFor(TableSchema schema, string name) =>
        new()
        {
            TableName = name,
            AttributeDefinitions =
            [
                .. schema.KeyFields.Select(field => new AttributeDefinition(field.Name, field.Type.ToString())),
            ],
            KeySchema = KeysOf(schema.Key),
            BillingMode = schema.Throughput is null ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED,
            ProvisionedThroughput = ThroughputOf(schema.Throughput),
            LocalSecondaryIndexes =
                schema.LocalIndexes.Count == 0
                    ? null
                    : [.. schema.LocalIndexes.Select(index => LocalIndex(schema, index))],
            GlobalSecondaryIndexes =
                schema.GlobalIndexes.Count == 0 ? null : [.. schema.GlobalIndexes.Select(GlobalIndex)],
        };

    public static UpdateTableRequest AddIndexRequestFor(TableSchema schema, string name, GlobalSecondaryIndex index) =>
        new()
        {
            TableName = name,
            AttributeDefinitions =
            [
                .. schema.KeyFields.Select(field => new AttributeDefinition(field.Name, field.Type.ToString())),
            ],
            GlobalSecondaryIndexUpdates =
            [
                new GlobalSecondaryIndexUpdate
                {
                    Create = new CreateGlobalSecondaryIndexAction
                    {
                        IndexName = index.Name,
                        KeySchema = KeysOf(index.Key),
                        Projection = ProjectionOf(index.Projection),
                        ProvisionedThroughput = ThroughputOf(index.Throughput),
                    },
                },
            ],
        };

    private static Amazon.DynamoDBv2.Model.LocalSecondaryIndex LocalIndex(
        TableSchema schema,
        LocalSecondaryIndex index
    ) =>
        new()
        {
            IndexName = index.Name,
            KeySchema = KeysOf(KeySchema.HashAndRange(schema.Key.HashField, index.Range)),
            Projection = ProjectionOf(index.Projection),
        };

    private static Amazon.DynamoDBv2.Model.GlobalSecondaryIndex GlobalIndex(GlobalSecondaryIndex index) => new()
    {
        IndexName = index.Name,
        KeySchema = KeysOf(index.Key),
        Projection = ProjectionOf(index.Projection),
        ProvisionedThroughput = ThroughputOf(index.Throughput),
    };

    private static List<KeySchemaElement> KeysOf(KeySchema key)
    {
        var elements = new List<KeySchemaElement> { new(key.HashField.Name, KeyType.HASH) };
        if (key.RangeField is not null)
            elements.Add(new KeySchemaElement(key.RangeField.Name, KeyType.RANGE));
        return elements;
    }

    private static Amazon.DynamoDBv2.Model.Projection ProjectionOf(Projection projection) => new()
    {
        ProjectionType = projection.Type,
        NonKeyAttributes = projection.Fields.Count == 0 ? null : [.. projection.Fields.Select(field => field.Name)],
    };

    private static ProvisionedThroughput? ThroughputOf(Throughput? throughput) =>
        throughput is null ? null : new ProvisionedThroughput(throughput.ReadUnits, throughput.WriteUnits);
}
