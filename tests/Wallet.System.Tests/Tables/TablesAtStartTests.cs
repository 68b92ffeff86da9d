using Microsoft.Extensions.Logging;
using SystemTests.Parts;
using TypedTables;
using Wallet.Storage;
using Wallet.Worker.Settings;
using Wallet.Worker.Tables;

namespace SystemTests.Tables;

/// <summary>What a worker makes of its tables, look by look.</summary>
[Collection(nameof(TableTests))]
public sealed class TablesAtStartTests(Engines engines)
{
    private readonly string _prefix = $"t{Guid.NewGuid():N}_";
    private readonly Lines _log = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_table_that_is_restored_while_both_could_not_be_made_gets_no_empty_one_beside_it(bool isWallets)
    {
        var isFailing = true;
        await using var proxy = Front(call => call == "CreateTable" && isFailing);
        using var client = Client(proxy.Endpoint);
        var start = AtStart(client);
        await Should.ThrowAsync<TableOperationException>(start.PrepareAsync(CancellationToken.None));
        isFailing = false;
        await RestoreAsync(isWallets);

        var state = await start.PrepareAsync(CancellationToken.None);

        state.ShouldNotBeNull().ShouldContain("is missing, and the other is there");
        var states = await StatesAsync(client);
        states.Count(one => one.Exists).ShouldBe(1);
        await RestoreAsync(!isWallets);
        (await start.PrepareAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_fault_between_the_two_tables_does_not_stop_the_worker_that_made_the_first(int failing)
    {
        var calls = 0;
        await using var proxy = Front(call => call == "CreateTable" && Interlocked.Increment(ref calls) == failing);
        using var client = Client(proxy.Endpoint);
        var start = AtStart(client);
        await Should.ThrowAsync<TableOperationException>(start.PrepareAsync(CancellationToken.None));

        (await start.PrepareAsync(CancellationToken.None)).ShouldBeNull();

        (await client.Table(OperationTable.Schema).VerifyAsync()).ShouldBeEmpty();
        (await StatesAsync(client)).ShouldAllBe(one => one.IsUsable);
    }

    [Fact]
    public async Task Two_workers_that_start_on_an_empty_engine_at_once_both_come_up()
    {
        using var client = Client(engines.Endpoint(Engines.Embedded));
        using var other = Client(engines.Endpoint(Engines.Embedded));

        await Task.WhenAll(UntilReadyAsync(AtStart(client)), UntilReadyAsync(AtStart(other)));

        (await client.Table(OperationTable.Schema).VerifyAsync()).ShouldBeEmpty();

        static Task UntilReadyAsync(TablesAtStart start) => Eventually.IsTrueAsync(
            async () => await start.PrepareAsync(CancellationToken.None) is null, "the worker to come up");
    }

    [Fact]
    public async Task Always_beside_a_restored_record_table_turns_its_time_to_live_on_and_says_what_is_missing()
    {
        using var client = Client(engines.Endpoint(Engines.Embedded));
        using var plain = engines.PlainClient(Engines.Embedded);
        await WalletTablesByHand.CreateOperationsAsync(plain, _prefix, hasIndex: false);

        (await AtStart(client, "Always").PrepareAsync(CancellationToken.None)).ShouldBeNull();

        var differences = await client.Table(OperationTable.Schema).VerifyAsync();
        differences.ShouldHaveSingleItem().Aspect.ShouldBe(TableAspect.Index);
        _log.All.ShouldContain(line => line.Contains("Time to live of table", StringComparison.Ordinal));
        _log.All.ShouldContain(line => line.Contains("by_wallet", StringComparison.Ordinal));
    }

    private FaultyProxy Front(Func<string, bool> isFailing) => new(
        engines.Endpoint(Engines.Embedded), call => isFailing(call) ? ProxyFault.Throttle : ProxyFault.None);

    private TableClient Client(Uri endpoint) =>
        new(engines.Options(Engines.Embedded, _prefix) with { Endpoint = endpoint, AttemptsMax = 1 });

    private TablesAtStart AtStart(TableClient client, string create = "IfNone")
    {
        var settings = new DynamoDbSettings { TablePrefix = _prefix, CreateTables = create };
        var (wallets, operations) = (client.Table(UserWalletTable.Schema), client.Table(OperationTable.Schema));
        return new TablesAtStart(wallets, operations, new TableRemedies(settings), settings, _log);
    }

    private static Task<TableState[]> StatesAsync(TableClient client) => Task.WhenAll(
        client.Table(UserWalletTable.Schema).FindStateAsync(), client.Table(OperationTable.Schema).FindStateAsync());

    private async Task RestoreAsync(bool isWallets)
    {
        using var plain = engines.PlainClient(Engines.Embedded);
        await (isWallets
            ? WalletTablesByHand.CreateWalletsAsync(plain, _prefix)
            : WalletTablesByHand.CreateOperationsAsync(plain, _prefix));
    }

    private sealed class Lines : ILogger<TablesAtStart>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
