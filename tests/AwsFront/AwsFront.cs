using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Front;

/// <summary>
/// A front that behaves like AWS, before an engine that does not. What it models, and after whom, is on its page.
/// </summary>
public sealed class AwsFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly EngineClient _engine;

    private AwsFront(WebApplication app, EngineClient engine, Rights rights, FrontCounts counts)
    {
        (_app, _engine, Rights, Counts) = (app, engine, rights, counts);
        Endpoint = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
    }

    public Uri Endpoint { get; }

    public Rights Rights { get; }

    public FrontCounts Counts { get; }

    /// <summary>Starts serving, on loopback.</summary>
    /// <param name="engine">Where the real engine is.</param>
    /// <param name="options">What it does.</param>
    public static async Task<AwsFront> StartAsync(Uri engine, AwsFrontOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Listen?.Port ?? 0);
        });

        var (client, rights, counts) = (
            new EngineClient(engine, options.Clock),
            new Rights(options),
            new FrontCounts()
        );
        var gate = new Gate(options, rights, counts, new Service(options, client, counts));
        var app = builder.Build();
        Control.Map(app, rights, counts);
        app.MapPost("/", gate.HandleAsync);
        await app.StartAsync();
        return new AwsFront(app, client, rights, counts);
    }

    /// <summary>Serves until the process is asked to end.</summary>
    public Task WaitAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _engine.Dispose();
    }
}
