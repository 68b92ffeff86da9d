using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace WorkerBench.Contenders;

/// <summary>The approach of 2015: no queue, but a web server, which its callers drive directly.</summary>
internal sealed class HttpContender(string name, int inFlight, Func<int, MeasuredProcess> start) : Contender(name)
{
    private readonly int _port = Waiting.FreePort();
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = inFlight });
    private MeasuredProcess? _process;

    private MeasuredProcess Process => _process!;

    public override async Task StartAsync()
    {
        _process = start(_port);
        await Waiting.UntilAsync(
            () =>
            {
                _process.ThrowIfEnded();
                return Waiting.IsOpenAsync(_port);
            },
            $"{Name} to listen",
            TimeSpan.FromSeconds(60));
    }

    public override async Task<Cost> RunAsync(Load load, int messages, int wallets)
    {
        var (cpu, begin) = (Process.CpuSeconds, Stopwatch.GetTimestamp());
        await Parallel.ForAsync(
            0,
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = inFlight },
            async (number, _) =>
                await CallAsync(load.Verbs[number % load.Verbs.Count], number / load.Verbs.Count % wallets)
        );
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return new Cost(
            (Process.CpuSeconds - cpu) * 1e6 / messages,
            messages / seconds,
            double.NaN,
            Process.ResidentMegabytes
        );
    }

    public override async Task<Cost> RunSteadilyAsync(Load load, double perSecond, TimeSpan duration, int wallets)
    {
        var (cpu, begin) = (Process.CpuSeconds, Stopwatch.GetTimestamp());
        var times = await CallSteadilyAsync(
            number => load.Verbs[number % load.Verbs.Count],
            perSecond,
            duration,
            wallets
        );
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return new Cost(
            (Process.CpuSeconds - cpu) * 1e6 / times.Length,
            times.Length / seconds,
            double.NaN,
            Process.ResidentMegabytes
        );
    }

    public override Task<double[]> RespondAsync(Verb verb, double perSecond, TimeSpan duration, int wallets) =>
        CallSteadilyAsync(_ => verb, perSecond, duration, wallets);

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private async Task<double[]> CallSteadilyAsync(
        Func<int, Verb> verbOf,
        double perSecond,
        TimeSpan duration,
        int wallets
    )
    {
        var times = new ConcurrentBag<double>();
        var calls = new ConcurrentBag<Task>();
        await SteadyRate.RunAsync(perSecond, duration, (number, dueAt) =>
        {
            calls.Add(TimedAsync(number, dueAt));
            return Task.CompletedTask;
        });
        await Task.WhenAll(calls);
        return [.. times.Order()];

        async Task TimedAsync(int number, long dueAt)
        {
            await CallAsync(verbOf(number), number % wallets);
            times.Add(Stopwatch.GetElapsedTime(dueAt).TotalMilliseconds);
        }
    }

    private async Task CallAsync(Verb verb, int number)
    {
        var address = new Uri($"http://127.0.0.1:{_port}/wallet/{Wallets.Id(number)}");
        using var form = new StringContent(
            string.Create(CultureInfo.InvariantCulture, $"balance={1000 + number}"),
            mediaType: new("application/x-www-form-urlencoded")
        );
        using var response = verb == Verb.Set ? await _http.PostAsync(address, form) : await _http.GetAsync(address);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync();
    }
}
