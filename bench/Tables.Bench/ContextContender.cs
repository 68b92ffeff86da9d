using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.DataModel;

namespace Tables.Bench;

/// <summary>
/// The AWS SDK's DynamoDBContext. Its update and transaction are a save without a condition: it has none of ours.
/// </summary>
internal sealed class ContextContender(AmazonDynamoDBClient dynamoDb) : Contender("DynamoDBContext")
{
    private readonly DynamoDBContext _context = new DynamoDBContextBuilder()
        .WithDynamoDBClient(() => dynamoDb)
        .ConfigureContext(config =>
        {
            config.DisableFetchingTableMetadata = true;
            config.ConsistentRead = true;
        })
        .Build();

    public override async Task GetAsync() =>
        Require((await _context.LoadAsync<ContextWallet>(Samples.User)).Balance == Samples.Wallet.Balance);

    public override Task UpdateAsync() => _context.SaveAsync(Item(Samples.User));

    public override Task TransactAsync()
    {
        var write = _context.CreateTransactWrite<ContextWallet>();
        write.AddSaveItem(Item(Samples.User));
        write.AddSaveItem(Item(Guid.NewGuid().ToString("D")));
        return write.ExecuteAsync();
    }

    public override void Dispose() => _context.Dispose();

    private static ContextWallet Item(string user) =>
        new()
        {
            UserId = user,
            Balance = Samples.Wallet.Balance,
            Version = Samples.Wallet.Version,
            UpdatedAt = Samples.At,
        };
}
