using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SystemTests.Faults;
using Wallet.Storage;

#pragma warning disable MA0047 // the runtime looks for this name in no namespace
/// <summary>
/// Runs in a worker process before its Main, because <c>DOTNET_STARTUP_HOOKS</c> names this assembly. The worker itself
/// is the one that ships.
/// </summary>
/// <remarks>Only what the worker has as well may be used here: nothing else is found.</remarks>
internal static class StartupHook
{
    /// <summary>
    /// Waits until the worker's host is built, and makes its operations die where they are doomed to.
    /// </summary>
    public static void Initialize() =>
        DiagnosticListener.AllListeners.Subscribe(
            new Observer<DiagnosticListener>(listener =>
            {
                if (listener.Name == "Microsoft.Extensions.Hosting")
                    listener.Subscribe(
                        new Observer<KeyValuePair<string, object?>>(written => OnHost(written.Key, written.Value))
                    );
            })
        );

    private static void OnHost(string name, object? value)
    {
        if (name == "HostBuilt")
            ((IHost)value!).Services.GetRequiredService<FailPoints>().OnHit = Doom.HitAsync;
    }

    private sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
