using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedTables;
using Wallet.Worker.Consumers;
using Wallet.Worker.Messages;
using Wallet.Worker.Settings;
using Wallet.Worker.Startup;
using Wallet.Worker.Wallets;

// appsettings.json lies beside the program; the environment and the command line override it.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});

builder.Services
    .AddSettings<RabbitMqSettings>("RabbitMq")
    .AddSettings<DynamoDbSettings>("DynamoDb")
    .AddSettings<WorkerSettings>("Worker")
    .AddSettings<HealthSettings>("Health");

builder.Services
    .AddReadiness()   // first, so that not being ready is said while the rest still tries to start
    .AddWalletTables() // then the tables: hosted services start one after another
    .AddWalletBus();   // and only then the bus, so that no message is taken before it can be carried out

try
{
    using var host = builder.Build();
    host.Services.ValidateSettings();
    await host.Services.GetRequiredService<TableClient>().VerifyCredentialsAsync(TimeSpan.FromSeconds(5));
    await host.RunAsync();
    return 0;
}
catch (Exception error) when (error is SettingsException or TableOperationException { Code: TableOperationException.NoCredentials })
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
