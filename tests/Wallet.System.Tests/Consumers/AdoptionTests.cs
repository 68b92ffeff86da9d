using Amazon.DynamoDBv2.Model;
using MassTransit;
using SystemTests.Faults;
using SystemTests.Parts;
using TypedTables.Expressions;
using Wallet.Contracts;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace SystemTests.Consumers;

/// <summary>Wallets that no worker has written: each verb adopts them, or says what is wrong with them.</summary>
[Collection(nameof(TableTests))]
public sealed class AdoptionTests(Engines engines) : IAsyncLifetime
{
    private readonly Guid _id = Guid.NewGuid();

    private ConsumerHarness _harness = null!;

    public static TheoryData<string> Verbs => [.. OperationMatrix.Verbs];

    public async ValueTask InitializeAsync() =>
        _harness = await ConsumerHarness.StartAsync(engines.Endpoint(Engines.Embedded));

    public async ValueTask DisposeAsync() => await _harness.DisposeAsync();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Each_verb_adopts_wallets_that_the_seed_wrote(string verb)
    {
        var (from, to) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var userId in (Guid[])[from, to])
            await _harness.Wallets.UpdateAsync(
                UserWalletTable.KeyOf(userId),
                UserWalletTable.Balance.Set(OperationMatrix.Before));

        await _harness.AppliedAsync(OperationMatrix.Message(verb, from, to, _id));

        var (wallet, other) = ((await StoredAsync(from)).ShouldNotBeNull(), (await StoredAsync(to)).ShouldNotBeNull());
        (wallet.Balance, wallet.Version).ShouldBe((OperationMatrix.After, 1));
        (other.Balance, other.Version).ShouldBe(verb == nameof(TransferBalance) ? (130, 1) : (100, 0));
        _harness.Events.Of(_id)[0].Message.PreviousBalance.ShouldBe(OperationMatrix.Before);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Each_verb_adopts_wallets_that_were_stored_with_version_0(string verb)
    {
        var (from, to) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var userId in (Guid[])[from, to])
            await _harness.Wallets.UpdateAsync(
                UserWalletTable.KeyOf(userId),
                UserWalletTable.Balance.Set(OperationMatrix.Before).And(UserWalletTable.Version.Set(0)));

        await _harness.AppliedAsync(OperationMatrix.Message(verb, from, to, _id));

        var wallet = (await StoredAsync(from)).ShouldNotBeNull();
        (wallet.Balance, wallet.Version).ShouldBe((OperationMatrix.After, 1));
    }

    /// <summary>Rows that no worker has written.</summary>
    [Theory]
    [InlineData("version", "-1")]
    [InlineData("version", "9223372036854775807")]
    [InlineData("version", "1.5")]
    [InlineData("balance", "9223372036854775808")]
    public async Task A_row_that_makes_no_sense_is_a_fault_that_names_table_key_field_and_what_to_do(
        string field,
        string number)
    {
        var userId = Guid.NewGuid();
        using var plain = Engines.PlainClient(engines.Endpoint(Engines.Embedded));
        await plain.PutItemAsync(_harness.Wallets.Name, new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
        {
            ["user_id"] = new AttributeValue { S = $"{userId}" },
            ["balance"] = new AttributeValue { N = "100" },
            [field] = new AttributeValue { N = number },
        });

        var fault = await Should.ThrowAsync<RequestFaultException>(
            _harness.AskAsync<SetBalance, OperationRefused>(
                new SetBalance { UserId = userId, Balance = 5, OperationId = _id }));

        var message = fault.Fault!.Exceptions[0].Message;
        message.ShouldStartWith($"ItemDecodeError in table '{_harness.Wallets.Name}'");
        message.ShouldContain($"user_id = '{userId}'");
        message.ShouldContain($"field '{field}'");
        message.ShouldContain("Correct the stored item");
    }

    [Fact]
    public async Task Many_at_once_adopt_a_wallet_one_after_the_other()
    {
        var userId = Guid.NewGuid();
        await _harness.Wallets.UpdateAsync(UserWalletTable.KeyOf(userId), UserWalletTable.Balance.Set(100));

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(amount =>
            _harness.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = userId, Amount = amount })));

        answers.Select(answer => answer.Version).Order().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        (await StoredAsync(userId)).ShouldNotBeNull().Balance.ShouldBe(136);
    }

    private Task<UserWallet?> StoredAsync(Guid userId) => _harness.Wallets.GetAsync(UserWalletTable.KeyOf(userId));
}
