using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using SystemTests.Parts;
using TypedTables;
using Wallet.Contracts;
using Wallet.Hosting.Broker;
using Wallet.Storage;
using Wallet.Storage.Domain;
using Wallet.Worker.Settings;
using Wallet.Worker.Startup;

namespace SystemTests.Consumers;

/// <summary>
/// The worker's own consumers and message settings on MassTransit's in-memory transport, over a real table.
/// </summary>
internal sealed class ConsumerHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ConsumerHarness(ServiceProvider services) => _services = services;

    public ITestHarness Bus => _services.GetTestHarness();

    public Table<UserWallet> Wallets => _services.GetRequiredService<Table<UserWallet>>();

    public Table<OperationRecord> Operations => _services.GetRequiredService<Table<OperationRecord>>();

    public EventLog Events { get; } = new();

    public FailPoints Steps => _services.GetRequiredService<FailPoints>();

    public static async Task<ConsumerHarness> StartAsync(
        Uri engine,
        int attemptsMax = 6,
        int retriesMax = 3,
        int retentionDays = 7
    )
    {
        var services = new ServiceCollection()
            .AddSingleton(
                new DynamoDbSettings
                {
                    ServiceUrl = engine.ToString(),
                    TablePrefix = $"t{Guid.NewGuid():N}_",
                    AttemptsMax = attemptsMax,
                }
            )
            .AddSingleton(new WorkerSettings { RetriesMax = retriesMax, OperationRetentionDays = retentionDays })
            .AddSingleton(new RabbitMqSettings())
            .AddLogging()
            .AddWalletTables()
            .AddMassTransitTestHarness(bus =>
            {
                bus.AddWalletConsumers();
                bus.UsingInMemory((context, memory) =>
                {
                    memory.ConfigureWalletMessages(context);
                    memory.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider(validateScopes: true);
        var harness = new ConsumerHarness(services);
        await harness.Wallets.EnsureCreatedAsync();
        await harness.Operations.EnsureCreatedAsync();
        await harness.Bus.Start();
        harness.Bus.Bus.ConnectPublishObserver(harness.Events);
        return harness;
    }

    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request)
        where TRequest : class
        where TResponse : class =>
        (
            await _services.CreateRequestClient<TRequest>(RequestTimeout.After(m: 2)).GetResponse<TResponse>(request)
        ).Message;

    /// <summary>Sends an operation, whichever verb it is, and waits for the answer that it was applied.</summary>
    public async Task<object> AppliedAsync(object message) => message switch
    {
        SetBalance set => await AskAsync<SetBalance, BalanceUpdated>(set),
        AdjustBalance adjust => await AskAsync<AdjustBalance, BalanceUpdated>(adjust),
        TransferBalance transfer => await AskAsync<TransferBalance, BalanceTransferred>(transfer),
        _ => throw new NotSupportedException($"{message}"),
    };

    /// <summary>
    /// Waits for a message to be published. Not as the harness does it, which gives up when nothing has happened for a
    /// second.
    /// </summary>
    public Task<T> PublishedAsync<T>(Func<T, bool>? which = null)
        where T : class =>
        Eventually.GetAsync(
            () => Task.FromResult(Events.All.OfType<T>().FirstOrDefault(one => which?.Invoke(one) ?? true)),
            $"{typeof(T).Name} to be published"
        );

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
