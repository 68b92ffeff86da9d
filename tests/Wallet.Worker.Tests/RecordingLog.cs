using Microsoft.Extensions.Logging;

namespace Wallet.Worker.Tests;

/// <summary>Remembers what is logged, as <c>Warning: …</c></summary>
internal sealed class RecordingLog<T> : ILogger<T>
{
    private readonly List<string> _lines = [];

    /// <summary>What was logged since this was last asked.</summary>
    public IReadOnlyList<string> Taken()
    {
        string[] lines = [.. _lines];
        _lines.Clear();
        return lines;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => _lines.Add($"{logLevel}: {formatter(state, exception)}");
}
