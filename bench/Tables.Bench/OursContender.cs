using Amazon.Runtime;
using TypedTables;
using TypedTables.Expressions;
using TypedTables.Wire;

namespace Tables.Bench;

/// <summary>This library, on one of its wires.</summary>
internal sealed class OursContender : Contender
{
    private readonly TableClient _client;
    private readonly Table<Wallet> _wallets;

    public OursContender(string name, Uri endpoint, WireKind wire)
        : base(name)
    {
        _client = new TableClient(
            new TableClientOptions
            {
                Endpoint = endpoint,
                Region = "us-west-2",
                Wire = wire,
                Credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            }
        );
        _wallets = _client.Table(WalletTable.Schema);
    }

    public override async Task GetAsync()
    {
        var wallet = await _wallets.GetAsync(Key.Of(WalletTable.UserId, Samples.Wallet.UserId));
        Require(wallet!.Balance == Samples.Wallet.Balance);
    }

    public override async Task UpdateAsync()
    {
        var wallet = Samples.Wallet;
        var result = await _wallets.UpdateAsync(
            Key.Of(WalletTable.UserId, wallet.UserId),
            WalletTable
                .Balance.Set(wallet.Balance)
                .And(WalletTable.Version.Set(wallet.Version))
                .And(WalletTable.UpdatedAt.Set(wallet.UpdatedAt)),
            WalletTable.Version.Is(wallet.Version - 1),
            ReturnValues.AllNew);
        Require(result.Item!.Version == wallet.Version);
    }

    public override async Task TransactAsync()
    {
        var wallet = Samples.Wallet;
        var result = await _client.TransactWriteAsync(
        [
            _wallets.Update(
                Key.Of(WalletTable.UserId, wallet.UserId),
                WalletTable
                    .Balance.Set(wallet.Balance)
                    .And(WalletTable.Version.Set(wallet.Version))
                    .And(WalletTable.UpdatedAt.Set(wallet.UpdatedAt)),
                WalletTable.Version.Is(wallet.Version - 1)
            ),
            _wallets.Put(wallet with { UserId = Guid.NewGuid() }, WalletTable.UserId.NotExists()),
        ]);
        Require(result.IsApplied);
    }

    public override void Dispose() => _client.Dispose();
}
