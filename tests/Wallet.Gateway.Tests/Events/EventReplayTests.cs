using MassTransit;
using Wallet.Contracts;

namespace Wallet.Gateway.Tests.Events;

/// <summary>
/// What a stream that is opened again begins with. The history is read from an index that may be behind.
/// </summary>
public sealed class EventReplayTests
{
    private const int PageSize = 100;

    private static readonly Guid Id = Guid.Parse("aa4d10c5-dd78-42ca-a077-3789b52ebbe3");
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UnixEpoch;

    private int _looks;

    [Fact]
    public async Task A_change_that_the_history_does_not_have_yet_is_waited_for()
    {
        await using var gateway = Gateway(version: 3, TimeProvider.System.GetUtcNow(), [2], [2], [2, 3]);

        (await ToldAsync(gateway, "after=1", count: 2)).ShouldBe(["balance 2", "balance 3"]);
        _looks.ShouldBe(3);
    }

    [Fact]
    public async Task A_recent_change_that_is_missing_before_others_is_waited_for()
    {
        await using var gateway = Gateway(version: 3, TimeProvider.System.GetUtcNow(), [3], [2, 3]);

        (await ToldAsync(gateway, "after=1", count: 2)).ShouldBe(["balance 2", "balance 3"]);
        _looks.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_ends_when_the_history_lacks_a_recent_change_for_long_so_that_its_reader_comes_again()
    {
        await using var gateway = Gateway(version: 3, TimeProvider.System.GetUtcNow(), [2]);

        (await ToldAsync(gateway, "after=1", count: 2)).ShouldBe(["balance 2", "end"]);
        _looks.ShouldBe(6);
    }

    [Fact]
    public async Task A_change_that_the_history_no_longer_has_is_not_waited_for_but_told_as_missing()
    {
        await using var gateway = Gateway(version: 5, LongAgo, [3, 5]);

        (await ToldAsync(gateway, "after=0", count: 4)).ShouldBe(["gap 2", "balance 3", "gap 4", "balance 5"]);
        _looks.ShouldBe(1);
    }

    [Fact]
    public async Task A_history_that_is_forgotten_to_its_end_is_told_as_missing()
    {
        await using var gateway = Gateway(version: 5, LongAgo, history: [[]]);

        (await ToldAsync(gateway, "after=2", count: 1)).ShouldBe(["gap 5"]);
    }

    [Fact]
    public async Task Whoever_has_seen_all_waits_for_no_history()
    {
        await using var gateway = Gateway(version: 3, TimeProvider.System.GetUtcNow());

        (await ToldAsync(gateway, "after=3", count: 0)).ShouldBeEmpty();
        _looks.ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_is_resumed_from_far_back_is_told_all_of_it_in_order()
    {
        const int version = 1250;
        await using var gateway = Gateway(version, LongAgo, UpTo(version));

        var told = await ToldAsync(gateway, "after=0", version);
        told.ShouldBe(Enumerable.Range(1, version).Select(one => $"balance {one}"));
        _looks.ShouldBe(13);
    }

    [Fact]
    public async Task A_worker_that_fails_on_the_way_ends_the_stream_after_what_was_told()
    {
        await using var gateway = Gateway(version: 250, LongAgo, [.. UpTo(100), -1]);

        (await ToldAsync(gateway, "after=0", count: 101))[^2..].ShouldBe(["balance 100", "end"]);
    }

    [Fact]
    public async Task A_worker_that_fails_at_first_is_a_problem()
    {
        await using var gateway = Gateway(version: 250, LongAgo, [-1]);
        using var client = await gateway.ConnectAsync();

        using var answer = await client.GetAsync($"wallet/{Id}/events?after=0");

        ((int)answer.StatusCode).ShouldBe(503);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    /// <summary>
    /// A gateway whose worker has a wallet of that version, last written then, and a history that is one of these each
    /// time, the last for good. A worker that comes to version -1 fails.
    /// </summary>
    private GatewayUnderTest Gateway(long version, DateTimeOffset at, params long[][] history) => new(bus =>
    {
        bus.AddHandler<GetBalance, BalanceResult>((ConsumeContext<GetBalance> _) => Task.FromResult(new BalanceResult
        {
            UserId = Id, Found = true, Balance = 1, Version = version, UpdatedAt = at,
        }));
        bus.AddHandler<GetHistory, HistoryResult>((ConsumeContext<GetHistory> context) =>
        {
            var known = history[Math.Min(Interlocked.Increment(ref _looks), history.Length) - 1];
            var versions = known.SkipWhile(one => one > 0 && one <= context.Message.After).Take(PageSize).ToList();
            if (versions is [-1])
                throw new InvalidOperationException("No.");
            return Task.FromResult(new HistoryResult
            {
                UserId = Id,
                Operations = [.. versions.Select(one => Updated(one, at))],
                Next = versions.Count == PageSize ? versions[^1] : null,
            });
        });
    });

    /// <summary>The first events, each with its name and id, and where the stream ends.</summary>
    private static async Task<List<string>> ToldAsync(GatewayUnderTest gateway, string query, int count)
    {
        using var client = await gateway.ConnectAsync();
        using var stream = new StreamReader(await client.GetStreamAsync($"wallet/{Id}/events?{query}"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60)); // the stream's own beats never end
        var (told, name, isConnected) = (new List<string>(), "", false);
        while (!isConnected || told.Count < count)
        {
            var line = await stream.ReadLineAsync(limit.Token);
            isConnected |= line == ": connected";
            if (line is null)
                return [.. told, "end"];
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                told.Add($"{name} {line[4..]}");
        }

        return told;
    }

    private static long[] UpTo(int version) => [.. Enumerable.Range(1, version).Select(one => (long)one)];

    private static BalanceUpdated Updated(long version, DateTimeOffset at) => new()
    {
        UserId = Id,
        Balance = version,
        PreviousBalance = null,
        Version = version,
        OperationId = Guid.NewGuid(),
        UpdatedAt = at,
    };
}
