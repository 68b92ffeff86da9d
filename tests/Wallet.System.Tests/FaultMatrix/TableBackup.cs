using Amazon.DynamoDBv2.Model;
using SystemTests.Parts;
using TypedTables;
using Wallet.Storage;

namespace SystemTests.FaultMatrix;

/// <summary>The items of the worker's tables, to be put into new tables of the same names.</summary>
internal sealed class TableBackup
{
    private static readonly string[] Names = ["user_wallet", "wallet_operation"];

    private readonly Dictionary<string, List<Dictionary<string, AttributeValue>>> _items = new(StringComparer.Ordinal);
    private readonly Uri _engine;
    private readonly string _prefix;

    private TableBackup(Uri engine, string prefix) => (_engine, _prefix) = (engine, prefix);

    public static async Task<TableBackup> TakeAsync(Uri engine, string prefix)
    {
        var backup = new TableBackup(engine, prefix);
        using var client = Engines.PlainClient(engine);
        foreach (var name in Names)
        {
            var items = backup._items[name] = [];
            var scan = new ScanRequest { TableName = prefix + name };
            do
            {
                var page = await client.ScanAsync(scan);
                items.AddRange(page.Items);
                scan.ExclusiveStartKey = page.LastEvaluatedKey;
            }
            while (scan.ExclusiveStartKey is { Count: > 0 });
        }

        return backup;
    }

    public async Task DeleteTablesAsync()
    {
        using var client = Engines.PlainClient(_engine);
        foreach (var name in Names)
            await client.DeleteTableAsync(_prefix + name);
    }

    public async Task RestoreAsync()
    {
        using (
            var tables = new TableClient(
                new TableClientOptions
                {
                    Endpoint = _engine,
                    Region = "us-west-2",
                    TableName = name => _prefix + name,
                }
            )
        )
        {
            await tables.Table(UserWalletTable.Schema).EnsureCreatedAsync();
            await tables.Table(OperationTable.Schema).EnsureCreatedAsync();
        }

        using var client = Engines.PlainClient(_engine);
        foreach (var (name, items) in _items)
        {
            foreach (var some in items.Chunk(25))
            {
                await client.BatchWriteItemAsync(
                    new BatchWriteItemRequest
                    {
                        RequestItems = new()
                        {
                            [_prefix + name] = [.. some.Select(item => new WriteRequest(new PutRequest(item)))],
                        },
                    }
                );
            }
        }
    }
}
