using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedTables;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Worker.Health;
using Wallet.Worker.Messaging.Observation;
using Wallet.Worker.Messaging.Recovery;
using Wallet.Worker.Settings;
using Wallet.Worker.Startup;

// first of all: it may come while credentials are looked for, or tables are waited for
using var stop = new EarlyStop();

// appsettings.json lies beside the program; the environment and the command line override it.
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
    builder.AddWorkerTelemetry(); // nothing, unless OTEL_* says where to

    builder.Services
        .AddReadiness()   // first, so that not being ready is said while the rest still tries to start
        .AddWalletTables() // then the tables: hosted services start one after another
        .AddWalletBus()    // and only then the bus, so that no message is taken before it can be carried out
        .AddConsumerWatchdog()   // asks the broker who listens, while the bus runs
        .AddHostedService<ExpiredQuestions>()
        .AddPulse();       // last, so that it ends first: it tells what the bus does

    stop.Silence(builder.Logging);
    using var host = Build(builder);
    await VerifyCredentialsAsync(host.Services.GetRequiredService<TableClient>()).WaitAsync(stop.Token);
    host.Services.GetRequiredService<HealthServer>().Listen();
    await stop.RunAsync(host, host.Services.GetRequiredService<IHostApplicationLifetime>());
    return Environment.ExitCode; // 1 where the worker has ended itself: see ConsumerWatchdog
}
catch (OperationCanceledException) when (stop.IsAskedFor)
{
    return 0; // Stopped before it was ready, as it was asked to.
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
        // Their source is set up and does not answer now: it is waited for, as the tables are, and the log says so.
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
        // The settings of Logging are the framework's own, and so are its words.
        throw new SettingsException([
            $"{error.Message.ReplaceLineEndings(" ")} Fix it in appsettings.json or where it is overridden.",
        ]);
    }
}
