using System.Text.Json;
using SystemTests.Parts;
using Wallet.Contracts;
using Wallet.Storage;

namespace SystemTests.Faults;

/// <summary>
/// A real worker is killed at each step of each verb, and the next one finishes its work. The matrix follows the
/// worker's lists.
/// </summary>
[Collection(nameof(TrafficTests))]
[Trait("Category", "Faults")]
public sealed class KillTests(DoomedWorkers workers) : IClassFixture<DoomedWorkers>
{
    public static TheoryData<string, string> Matrix =>
        OperationMatrix.Of([.. Enum.GetNames<FailPoint>(), Doom.AnswerLost]);

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_operation_whose_worker_is_killed_at_any_step_takes_effect_once(string step, string verb)
    {
        var (from, to, operationId, changed) = (
            Guid.NewGuid(),
            Guid.NewGuid(),
            Guid.NewGuid(),
            OperationMatrix.WalletsOf(verb)
        );
        foreach (var userId in (Guid[])[from, to])
            await workers.Bus.AskAsync<SetBalance, BalanceUpdated>(
                new SetBalance { UserId = userId, Balance = OperationMatrix.Before }
            );

        var (replies, events) = await workers.SendAsync(
            verb,
            OperationMatrix.Message(verb, from, to, operationId),
            operationId,
            step
        );

        var wallet = (await workers.Wallets.GetAsync(UserWalletTable.KeyOf(from))).ShouldNotBeNull();
        var other = (await workers.Wallets.GetAsync(UserWalletTable.KeyOf(to))).ShouldNotBeNull();
        (wallet.Balance, wallet.Version).ShouldBe((OperationMatrix.After, 2));
        (other.Balance, other.Version).ShouldBe(changed == 2 ? (130, 2) : (100, 1));
        (await workers.Operations.Query(OperationTable.OperationId, operationId).CountAsync()).ShouldBe(changed);
        VersionIn(replies.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem()).ShouldBe(2);
        events.Select(one => one.MessageId).Distinct().Count().ShouldBe(changed);
        events.Distinct().Count().ShouldBe(changed, "an event that is published again is the same");
        var wasPublished = step is nameof(FailPoint.AfterPublish) or nameof(FailPoint.AfterRespond);
        events.Count.ShouldBe(wasPublished ? 2 * changed : changed);
    }

    /// <summary>The version that a reply tells; of a transfer's two, that of the wallet it leaves.</summary>
    private static long VersionIn(string reply)
    {
        using var answer = JsonDocument.Parse(reply);
        var wallet = answer.RootElement.TryGetProperty("from", out var from) ? from : answer.RootElement;
        return wallet.GetProperty("version").GetInt64();
    }
}
