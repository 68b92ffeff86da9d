using Wallet.Gateway.Endpoints;
using Wallet.Gateway.Middleware;
using Wallet.Gateway.Settings;
using Wallet.Gateway.Startup;
using Wallet.Hosting.Broker;
using Wallet.Hosting.Settings;
using Wallet.Hosting.Telemetry;

// appsettings.json is beside the program; environment and command line override it.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);

try
{
    var settings = new SettingsReader(builder.Configuration);
    builder.Services
        .AddSingleton(settings.Read<RabbitMqSettings>("RabbitMq"))
        .AddSingleton(settings.Read<GatewaySettings>("Gateway"))
        .AddSingleton(TimeProvider.System);
    settings.ThrowIfAnyIsWrong();
    builder.AddTelemetry( // does nothing unless OTEL_* says where to export
        "wallet-gateway",
        sources: ["Microsoft.AspNetCore", "MassTransit", "RabbitMQ.Client.Publisher"],
        meters: ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"]);

    // The reason why the host cannot start is written below, in one line; a stack trace before it would hide that.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    builder.Services
        .AddServerLimits()
        .AddGatewayBus()
        .AddPulse()
        .AddWalletOpenApi();

    await using var app = builder.Build();
    app.UseMiddleware<ProblemWriter>(); // first, so that it explains failures of all the others
    app.UseStatusCodePages(ProblemWriter.ExplainAsync);
    app.Use(SpanNames.SetAsync);
    app.UseMiddleware<SameOrigin>();
    app.MapWallets();
    app.MapTransfers();
    app.MapHistory();
    app.MapEvents();
    app.MapPulse();
    app.MapHealth();
    app.MapPage();
    app.MapOpenApi().AlsoForHead();
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (error is SettingsException or IOException or FormatException)
{
    // A wrong setting, an address that is in use, an invalid address.
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
