using Microsoft.Extensions.Logging;

namespace Seed;

/// <summary>Writes warnings as Python's root logger does: <c>WARNING:root:…</c>.</summary>
internal sealed class WarningsToConsole : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (IsEnabled(logLevel))
            Console.WriteLine($"{logLevel.ToString().ToUpperInvariant()}:root:{formatter(state, exception)}");
    }

    public void Dispose()
    {
    }
}
