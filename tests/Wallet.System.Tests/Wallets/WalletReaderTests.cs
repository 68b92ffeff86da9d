using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Logging.Abstractions;
using SystemTests.Parts;
using TypedTables;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace SystemTests.Wallets;

[Collection(nameof(TableTests))]
public sealed class WalletReaderTests(Engines engines) : IAsyncLifetime
{
    private TableClient _client = null!;
    private Table<UserWallet> _table = null!;

    public async ValueTask InitializeAsync()
    {
        _client = engines.Client(Engines.Embedded);
        _table = _client.Table(UserWalletTable.Schema);
        await _table.EnsureCreatedAsync();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_of_many_readers_at_once_gets_its_own_wallet_or_none()
    {
        var wallets = Enumerable
            .Range(1, 150)
            .Select(number => new UserWallet(Guid.NewGuid(), number, 1, DateTimeOffset.UnixEpoch))
            .ToList();
        foreach (var wallet in wallets)
            await _table.PutAsync(wallet);
        var reader = new WalletReader(_table, new BatchReads(NullLogger<BatchReads>.Instance, TimeProvider.System));

        var found = await Task.WhenAll(
            wallets.Select(wallet => reader.FindAsync(wallet.UserId)).Append(reader.FindAsync(Guid.NewGuid()))
        );

        found.ShouldBe([.. wallets, null]);
    }

    [Fact]
    public async Task Readers_of_the_same_wallet_get_the_same_answer()
    {
        var wallet = new UserWallet(Guid.NewGuid(), 5, 1, DateTimeOffset.UnixEpoch);
        await _table.PutAsync(wallet);
        var reader = new WalletReader(_table, new BatchReads(NullLogger<BatchReads>.Instance, TimeProvider.System));

        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => reader.FindAsync(wallet.UserId)));

        found.ShouldAllBe(one => one == wallet);
    }

    [Fact]
    public async Task What_was_written_before_it_was_asked_for_is_read_however_many_read_at_once()
    {
        var userId = Guid.NewGuid();
        var reader = new WalletReader(_table, new BatchReads(NullLogger<BatchReads>.Instance, TimeProvider.System));
        for (var version = 1L; version <= 50; version++)
        {
            await _table.PutAsync(new UserWallet(userId, version, version, DateTimeOffset.UnixEpoch));

            var found = await Task.WhenAll(
                Enumerable.Range(0, 20).Select(number => reader.FindAsync(number % 2 == 0 ? userId : Guid.NewGuid()))
            );

            found.Where((_, number) => number % 2 == 0).ShouldAllBe(one => one!.Version == version);
        }
    }

    [Fact]
    public async Task A_wallet_that_cannot_be_decoded_is_a_fault_for_its_own_reader_alone()
    {
        var (good, bad) = (new UserWallet(Guid.NewGuid(), 5, 1, DateTimeOffset.UnixEpoch), Guid.NewGuid());
        await _table.PutAsync(good);
        using var plain = Engines.PlainClient(engines.Endpoint(Engines.Embedded));
        await plain.PutItemAsync(_table.Name, new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["user_id"] = new AttributeValue { S = $"{bad}" },
            ["balance"] = new AttributeValue { S = "much" },
        });
        var reader = new WalletReader(_table, new BatchReads(NullLogger<BatchReads>.Instance, TimeProvider.System));
        // so that both of these go in company
        var others = Enumerable.Range(0, 10).Select(_ => reader.FindAsync(Guid.NewGuid())).ToList();

        var badOne = reader.FindAsync(bad);
        var goodOne = reader.FindAsync(good.UserId);

        (await goodOne).ShouldBe(good);
        await Should.ThrowAsync<ItemDecodeException>(badOne);
        (await Task.WhenAll(others)).ShouldAllBe(one => one == null);
        (await reader.FindAsync(good.UserId)).ShouldBe(good);
    }
}
