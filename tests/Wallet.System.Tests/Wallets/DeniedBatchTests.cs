using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SystemTests.Parts;
using TypedTables;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace SystemTests.Wallets;

[Collection(nameof(TableTests))]
public sealed class DeniedBatchTests(Engines engines)
{
    [Fact]
    public async Task A_role_that_may_not_read_several_in_one_call_is_told_so_reminded_and_not_asked_to_try_each_time()
    {
        var (isDenied, batches, clock, log) = (true, 0, new FakeTimeProvider(), new Log());
        await using var proxy = new FaultyProxy(engines.Endpoint(Engines.Embedded), operation =>
            operation == "BatchGetItem" && Interlocked.Increment(ref batches) > 0 && isDenied
                ? ProxyFault.Denied
                : ProxyFault.None);
        using var client = new TableClient(engines.Options(Engines.Embedded) with { Endpoint = proxy.Endpoint });
        var table = client.Table(UserWalletTable.Schema);
        await table.EnsureCreatedAsync();
        var wallet = new UserWallet(Guid.NewGuid(), 5, 1, DateTimeOffset.UnixEpoch);
        await table.PutAsync(wallet);
        var reader = new WalletReader(table, new BatchReads(log, clock));

        await ReadAsync();
        await ReadAsync();

        (batches, log.Lines.Count).ShouldBe((1, 1));
        log.Lines[^1].ShouldStartWith("Warning: Wallets are now read one by one");
        log.Lines[^1].ShouldContain(
            "Allow the worker's role dynamodb:BatchGetItem on the table of wallets (docs/permissions.md has the "
            + "policy)");
        log.Lines[^1].ShouldContain("not authorized");

        clock.Advance(BatchReads.RestPeriod);
        await ReadAsync();
        (batches, log.Lines.Count).ShouldBe((2, 1));
        clock.Advance(BatchReads.ReminderPeriod);
        await ReadAsync();
        (batches, log.Lines.Count).ShouldBe((3, 2));
        log.Lines[^1].ShouldStartWith("Warning: Wallets are still read one by one");

        isDenied = false;
        clock.Advance(BatchReads.RestPeriod);
        await ReadAsync();
        log.Lines.Count.ShouldBe(3);
        log.Lines[^1].ShouldBe("Information: DynamoDB reads several wallets in one call again.");

        async Task ReadAsync()
        {
            var found = await Task.WhenAll(Enumerable.Range(0, 12).Select(
                number => reader.FindAsync(number == 5 ? wallet.UserId : Guid.NewGuid())));
            found.Single(one => one is not null).ShouldBe(wallet);
        }
    }

    private sealed class Log : ILogger<BatchReads>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
                Lines.Add($"{logLevel}: {formatter(state, exception)}");
        }
    }
}
