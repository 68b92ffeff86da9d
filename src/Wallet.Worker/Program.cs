using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedTables;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Health;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Settings;
using Wallet.Worker.Startup;

// first: a signal may come while credentials are looked up, or tables are waited for
using var stop = new EarlyStop();

// appsettings.json is beside the program; environment and command line override it.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});

try
{
    var settings = new SettingsReader(builder.Configuration);
    builder.Services
        .AddSingleton(settings.Read<RabbitMqSettings>("RabbitMq"))
        .AddSingleton(settings.Read<DynamoDbSettings>("DynamoDb"))
        .AddSingleton(settings.Read<WorkerSettings>("Worker"))
        .AddSingleton(settings.Read<HealthSettings>("Health"));
    settings.ThrowIfAnyIsWrong();
    builder.AddWorkerTelemetry(); // does nothing unless OTEL_* says where to export

    builder.Services
        .AddReadiness()   // first, so that "not ready" is reported while the rest still tries to start
        .AddWalletTables() // then the tables: hosted services start one after another
        .AddWalletBus()    // only then the bus, so that no message is taken before it can be carried out
        .AddConsumerWatchdog()   // asks the broker for its consumers while the bus runs
        .AddHostedService<ExpiredQuestions>()
        .AddPulse();       // last, so that it stops first: it reports what the bus does

    stop.Silence(builder.Logging);
    using var host = Build(builder);
    await VerifyCredentialsAsync(host.Services.GetRequiredService<TableClient>()).WaitAsync(stop.Token);
    host.Services.GetRequiredService<HealthServer>().Listen();
    await stop.RunAsync(host, host.Services.GetRequiredService<IHostApplicationLifetime>());
    return Environment.ExitCode; // 1 if the worker ended itself: see ConsumerWatchdog
}
catch (OperationCanceledException) when (stop.IsAskedFor)
{
    return 0; // stopped on request before it was ready
}
catch (Exception error) when (error is SettingsException
    or TableOperationException { Code: TableOperationException.NoCredentials or TableOperationException.Misconfigured })
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}

static async Task VerifyCredentialsAsync(TableClient client)
{
    try
    {
        await client.VerifyCredentialsAsync(TimeSpan.FromSeconds(5));
    }
    catch (TableOperationException error) when (error.IsRetryable)
    {
        // A configured source does not respond now: it is waited for, like the tables, and the log says so.
    }
}

static IHost Build(HostApplicationBuilder builder)
{
    try
    {
        return builder.Build();
    }
    catch (InvalidOperationException error)
    {
        // The framework reads the Logging section and words its own errors.
        throw new SettingsException([
            $"{error.Message.ReplaceLineEndings(" ")} Fix it in appsettings.json or where it is overridden.",
        ]);
    }
}
