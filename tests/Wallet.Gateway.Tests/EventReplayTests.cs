using MassTransit;
using Wallet.Contracts;

namespace Wallet.Gateway.Tests;

/// <summary>What a stream that is opened again begins with. The history is read from an index that may be behind.</summary>
public sealed class EventReplayTests
{
    private static readonly Guid Id = Guid.Parse("aa4d10c5-dd78-42ca-a077-3789b52ebbe3");

    private int _looks;

    [Fact]
    public async Task A_change_that_the_history_does_not_have_yet_is_waited_for()
    {
        await using var gateway = Gateway(version: 3, history: [[2], [2], [2, 3]]);

        (await FirstIdsAsync(gateway, "after=1", count: 2)).ShouldBe(["2", "3"]);
        _looks.ShouldBe(3);
    }

    [Fact]
    public async Task A_change_that_the_history_no_longer_has_is_not_waited_for_without_end()
    {
        await using var gateway = Gateway(version: 3, history: [[3]]);

        (await FirstIdsAsync(gateway, "after=0", count: 1)).ShouldBe(["3"]);
        _looks.ShouldBe(6);
    }

    [Fact]
    public async Task Whoever_has_seen_all_waits_for_no_history()
    {
        await using var gateway = Gateway(version: 3, history: []);

        (await FirstIdsAsync(gateway, "after=3", count: 0)).ShouldBeEmpty();
        _looks.ShouldBe(0);
    }

    /// <summary>A gateway whose worker has a wallet of that version, and a history that is one of these each time, the last for good.</summary>
    private GatewayUnderTest Gateway(long version, long[][] history) => new(bus =>
    {
        bus.AddHandler<GetBalance, BalanceResult>((ConsumeContext<GetBalance> _) => Task.FromResult(new BalanceResult { UserId = Id, Found = true, Balance = 1, Version = version, UpdatedAt = null }));
        bus.AddHandler<GetHistory, HistoryResult>((ConsumeContext<GetHistory> _) =>
        {
            var versions = history[Math.Min(Interlocked.Increment(ref _looks), history.Length) - 1];
            return Task.FromResult(new HistoryResult { UserId = Id, Operations = [.. versions.Select(Updated)], Next = null });
        });
    });

    private static async Task<List<string>> FirstIdsAsync(GatewayUnderTest gateway, string query, int count)
    {
        using var client = await gateway.ConnectAsync();
        using var stream = new StreamReader(await client.GetStreamAsync($"wallet/{Id}/events?{query}"));
        var (ids, isConnected) = (new List<string>(), false);
        while (!isConnected || ids.Count < count)
        {
            var line = await stream.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            isConnected |= line == ": connected";
            if (line?.StartsWith("id: ", StringComparison.Ordinal) == true)
                ids.Add(line[4..]);
        }

        return ids;
    }

    private static BalanceUpdated Updated(long version) => new()
    {
        UserId = Id, Balance = version, PreviousBalance = null, Version = version, OperationId = Guid.NewGuid(), UpdatedAt = DateTimeOffset.UnixEpoch,
    };
}
