using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wallet.Hosting.Settings;
using Wallet.Worker.Settings;

namespace Wallet.Worker.Health;

/// <summary>
/// Serves probes over HTTP: <c>/health/live</c> and <c>/health/ready</c>, 200 or 503. Not started if <c>Health:Port</c>
/// is 0.
/// </summary>
/// <remarks>
/// Uses the runtime's own listener: ASP.NET Core would add 30 MB to the worker's image for two addresses.
/// </remarks>
internal sealed class HealthServer(HealthSettings settings, ReadinessState state, ILogger<HealthServer> logger)
    : IHostedService,
        IDisposable
{
    /// <summary>
    /// Readiness is checked every few seconds. A worker whose last check is older than this is not live.
    /// </summary>
    internal static readonly TimeSpan LookMax = TimeSpan.FromSeconds(120);

    private readonly HttpListener _listener = new();
    private Task _serving = Task.CompletedTask;

    /// <summary>Opens the port, before any other service starts.</summary>
    /// <exception cref="SettingsException">The port is in use.</exception>
    public void Listen()
    {
        if (settings.Port == 0)
            return;
        _listener.Prefixes.Add($"http://*:{settings.Port}/");
        try
        {
            _listener.Start();
        }
        catch (HttpListenerException error)
        {
            throw new SettingsException([
                $"Health:Port is '{settings.Port}', which cannot be listened on: {error.Message}. Choose another "
                    + "(Health__Port=...), or 0 for none.",
            ]);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _serving = ServeAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _listener.Close();
        await _serving;
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await RespondAsync(await _listener.GetContextAsync());
            }
            catch (Exception error)
            {
                // The probe hung up, or the worker stops. Neither is worth more than a debug line.
                logger.LogDebug(error, "A probe could not be answered.");
            }
        }
    }

    private async Task RespondAsync(HttpListenerContext context)
    {
        var (status, answer) = Answer(context.Request.Url?.AbsolutePath ?? "");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers["Cache-Control"] = "no-store";
        var body = JsonSerializer.SerializeToUtf8Bytes(answer);
        context.Response.ContentLength64 = body.Length;
        if (context.Request.HttpMethod != "HEAD")
            await context.Response.OutputStream.WriteAsync(body);
        context.Response.Close();
    }

    private (int Status, Dictionary<string, object> Answer) Answer(string path) =>
        path switch
        {
            "/health/live" => Said(
                "live",
                state.Age is not { } age || age < LookMax,
                new Dictionary<string, string>(StringComparer.Ordinal)
            ),
            "/health/ready" => Said(
                "ready",
                state.IsReady,
                state.Faults ?? new Dictionary<string, string>(StringComparer.Ordinal) { ["worker"] = "it is starting" }
            ),
            _ => (
                404,
                new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["error"] = "There are /health/live and /health/ready.",
                }
            ),
        };

    private static (int Status, Dictionary<string, object> Answer) Said(
        string what,
        bool isSo,
        IReadOnlyDictionary<string, string> faults
    ) =>
        (
            isSo ? 200 : 503,
            new Dictionary<string, object>(StringComparer.Ordinal) { [what] = isSo, ["faults"] = faults }
        );
}
