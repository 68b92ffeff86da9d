using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wallet.Worker.Startup;

/// <summary>Handles SIGTERM and SIGINT from the program's first line on; the host only listens once it runs.</summary>
internal sealed class EarlyStop : IDisposable
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;
    private volatile IHostApplicationLifetime? _lifetime;

    public EarlyStop() => _signals = [On(PosixSignal.SIGTERM), On(PosixSignal.SIGINT)];

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Whether a stop was requested. The host may notice a signal before this class does.</summary>
    public bool IsAskedFor =>
        Token.IsCancellationRequested || _lifetime?.ApplicationStopping.IsCancellationRequested == true;

    private bool IsStarted => _lifetime?.ApplicationStarted.IsCancellationRequested == true;

    /// <summary>Keeps the host from logging a start that a stop interrupted as a failure, with a stack trace.</summary>
    public void Silence(ILoggingBuilder logging) => logging.AddFilter(
        HostCategory, level => level >= LogLevel.Warning && (IsStarted || !IsAskedFor));

    /// <summary>Runs the host until a stop is requested.</summary>
    /// <exception cref="OperationCanceledException">A stop was requested before the host had started.</exception>
    public Task RunAsync(IHost host, IHostApplicationLifetime lifetime)
    {
        _lifetime = lifetime;
        return host.RunAsync(Token);
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _stop.Dispose();
    }

    private PosixSignalRegistration On(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true; // otherwise the runtime would end the process, with code 143
        _stop.Cancel();
    });
}
