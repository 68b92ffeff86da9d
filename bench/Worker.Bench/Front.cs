using System.Text.Json;

namespace WorkerBench;

/// <summary>
/// Stands before the engine and takes as long, throttles and refuses as AWS does: tests/AwsFront, as a process.
/// </summary>
internal sealed class Front : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly MeasuredProcess _process;

    private Front(MeasuredProcess process, Uri endpoint) => (_process, Endpoint) = (process, endpoint);

    public Uri Endpoint { get; }

    public static async Task<Front> StartAsync(Stack stack)
    {
        var port = Waiting.FreePort();
        var endpoint = new Uri($"http://127.0.0.1:{port}/");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Stack.Root, "tests/AwsFront/bin", configuration, "net10.0", "AwsFront.dll");
        string[] arguments =
            [program, "--engine", stack.Engine.ToString(), "--urls", $"http://127.0.0.1:{port}", "--all"];
        var process = MeasuredProcess.Start("dotnet", arguments, new Dictionary<string, string>());
        var front = new Front(process, endpoint);
        await Waiting.UntilAsync(
            () =>
            {
                process.ThrowIfEnded();
                return Waiting.IsOpenAsync(port);
            },
            "the front to listen",
            TimeSpan.FromSeconds(60));
        return front;
    }

    /// <summary>Transactions that were sent so far, and how many of them were refused.</summary>
    public async Task<(long Sent, long Refused)> TransactionsAsync()
    {
        using var counts = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Endpoint, "front/counts")));
        return (
            Count(counts, "requests", "TransactWriteItems"),
            Count(counts, "refused", "TransactionCanceledException")
                + Count(counts, "refused", "TransactionConflictException"));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private static long Count(JsonDocument counts, string of, string name) =>
        counts.RootElement.GetProperty(of).TryGetProperty(name, out var count) ? count.GetInt64() : 0;
}
