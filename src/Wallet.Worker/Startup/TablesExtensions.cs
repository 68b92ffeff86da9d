using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedTables;
using TypedTables.Wire;
using Wallet.Storage;
using Wallet.Worker.Settings;
using Wallet.Worker.Tables;

namespace Wallet.Worker.Startup;

internal static class TablesExtensions
{
    /// <summary>
    /// Adds the client of all tables, the wallets, and the service that creates the tables before the bus starts.
    /// </summary>
    public static IServiceCollection AddWalletTables(this IServiceCollection services) =>
        services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(provider => new TableClient(
                OptionsFrom(
                    provider.GetRequiredService<DynamoDbSettings>(),
                    provider.GetRequiredService<ILoggerFactory>(),
                    provider.GetRequiredService<TimeProvider>()
                )
            ))
            .AddSingleton(provider => provider.GetRequiredService<TableClient>().Table(UserWalletTable.Schema))
            .AddSingleton(provider => provider.GetRequiredService<TableClient>().Table(OperationTable.Schema))
            .AddSingleton<FailPoints>()
            .AddSingleton<BatchReads>()
            .AddSingleton<WalletReader>()
            .AddSingleton(provider => new WalletStoreOptions(
                provider.GetRequiredService<WorkerSettings>().OperationRetentionDays
            ))
            .AddSingleton<WalletStore>()
            .AddSingleton<TableRemedies>()
            .AddSingleton<TableDiagnosis>()
            .AddSingleton<TablesAtStart>()
            .AddSingleton<TableProbe>()
            .AddSingleton<TableInitializer>()
            .AddSingleton<IHostedService>(provider => provider.GetRequiredService<TableInitializer>());

    private static TableClientOptions OptionsFrom(
        DynamoDbSettings settings,
        ILoggerFactory loggers,
        TimeProvider clock
    ) =>
        new()
        {
            Endpoint = settings.ServiceUrl.Length == 0 ? null : new Uri(settings.ServiceUrl),
            Region = settings.Region,
            TableName = name => settings.TablePrefix + name,
            Wire = Enum.Parse<WireKind>(settings.Wire),
            AttemptsMax = settings.AttemptsMax,
            AttemptTimeout = TimeSpan.FromMilliseconds(settings.AttemptTimeoutMs),
            LoggerFactory = loggers,
            TimeProvider = clock,
        };
}
