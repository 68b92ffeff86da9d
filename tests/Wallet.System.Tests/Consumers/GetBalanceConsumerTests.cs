using MassTransit;
using SystemTests.Parts;
using TypedTables;
using TypedTables.Expressions;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace SystemTests.Consumers;

/// <summary>The same on both engines.</summary>
[Collection(nameof(TableTests))]
public sealed class GetBalanceConsumerOnEmbeddedEngineTests(Engines engines)
    : GetBalanceConsumerTests(engines.Endpoint(Engines.Embedded));

/// <inheritdoc/>
[Collection(nameof(TableTests))]
public sealed class GetBalanceConsumerOnAwsEngineTests(Engines engines)
    : GetBalanceConsumerTests(engines.Endpoint(Engines.Aws));

public abstract class GetBalanceConsumerTests(Uri engine) : IAsyncLifetime
{
    private readonly Guid _userId = Guid.NewGuid();
    private ConsumerHarness _harness = null!;

    public async ValueTask InitializeAsync() => _harness = await ConsumerHarness.StartAsync(engine);

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();

    [Fact]
    public async Task A_wallet_that_does_not_exist_is_an_answer_without_a_balance()
    {
        (await GetAsync()).ShouldBe(
            new BalanceResult
            {
                UserId = _userId,
                Found = false,
                Balance = null,
                Version = 0,
                UpdatedAt = null,
            }
        );
    }

    [Fact]
    public async Task A_wallet_is_read_as_it_was_last_written()
    {
        var at = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
        await _harness.Wallets.PutAsync(new UserWallet(_userId, long.MinValue, 3, at));

        (await GetAsync()).ShouldBe(
            new BalanceResult
            {
                UserId = _userId,
                Found = true,
                Balance = long.MinValue,
                Version = 3,
                UpdatedAt = at,
            }
        );
    }

    [Fact]
    public async Task A_wallet_that_the_seed_wrote_has_version_0()
    {
        await _harness.Wallets.UpdateAsync(Key.Of(UserWalletTable.UserId, _userId), UserWalletTable.Balance.Set(100));

        (await GetAsync()).ShouldBe(
            new BalanceResult
            {
                UserId = _userId,
                Found = true,
                Balance = 100,
                Version = 0,
                UpdatedAt = null,
            }
        );
    }

    [Fact]
    public async Task Without_a_response_address_the_result_is_published()
    {
        await _harness.Bus.Bus.Publish(new GetBalance { UserId = _userId });

        (await _harness.PublishedAsync<BalanceResult>()).UserId.ShouldBe(_userId);
    }

    [Fact]
    public async Task The_all_zero_user_id_is_faulted_by_name()
    {
        var client = _harness.Bus.GetRequestClient<GetBalance>();

        var fault = await Should.ThrowAsync<RequestFaultException>(
            client.GetResponse<BalanceResult>(new GetBalance { UserId = Guid.Empty })
        );

        fault.Fault!.Exceptions[0].Message.ShouldContain("GetBalance is refused: userId is the all-zero UUID");
    }

    [Fact]
    public async Task A_stored_wallet_that_is_not_as_declared_is_a_fault_that_names_the_field_and_not_what_it_holds()
    {
        using var plain = Engines.PlainClient(engine);
        await plain.PutItemAsync(
            _harness.Wallets.Name,
            new()
            {
                ["user_id"] = new() { S = _userId.ToString() },
                ["balance"] = new() { N = "12.34" },
            }
        );

        var fault = await Should.ThrowAsync<RequestFaultException>(GetAsync());

        fault
            .Fault!.Exceptions[0]
            .Message.ShouldContain(
                "field 'balance' should hold a 64-bit integer as N, but holds a value that is not shown"
            );
    }

    private Task<BalanceResult> GetAsync() =>
        _harness.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = _userId });
}
