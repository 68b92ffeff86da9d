using System.Net;
using WorkerBench.Contenders;

namespace WorkerBench.Questions;

/// <summary>Question 6: what it costs the worker to export what docs/telemetry.md says.</summary>
internal static class TelemetryQuestion
{
    public static async Task AskAsync(Stack stack, BenchSettings settings)
    {
        using var collector = new Collector();
        (string Key, string Value)[] everything =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ];
        (string Name, (string Key, string Value)[] Settings)[] ways =
        [
            ("traces, metrics and logs", everything),
            (
                "the same, one trace in a hundred",
                [
                    .. everything,
                    ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
                    ("OTEL_TRACES_SAMPLER_ARG", "0.01"),
                ]
            ),
            ("metrics alone", [.. everything, ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_LOGS_EXPORTER", "none")]),
        ];

        // All of them take the same queues, so each has a broker and an engine of its own.
        var stacks = new List<Stack>();
        var contenders = new List<Contender>
        {
            new QueueContender(stack, Everybody.WorkerPlan(stack, settings.Worker)),
        };
        try
        {
            foreach (var (name, more) in ways.Where(way => settings.Takes(way.Name)))
            {
                stacks.Add(await Stack.StartAsync());
                contenders.Add(
                    new QueueContender(
                        stacks[^1],
                        Everybody.WorkerPlan(stacks[^1], settings.Worker, more) with
                        {
                            Name = $"it, exporting {name}",
                        }
                    )
                );
            }

            await ThroughputQuestion.CompareAsync(contenders, settings with { Loads = ["set"] });
            Report.Doing($"the collector was sent {collector.Bytes / 1e6:0.0} MB in {collector.Requests} requests");
        }
        finally
        {
            foreach (var contender in contenders)
                await contender.DisposeAsync();
            foreach (var one in stacks)
                await one.DisposeAsync();
        }
    }

    /// <summary>Takes whatever is exported, and forgets it.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _http = new();
        private readonly byte[] _forgotten = new byte[65_536];

        public Collector()
        {
            _http.Prefixes.Add(Address + "/");
            _http.Start();
            _ = TakeAsync();
        }

        public string Address { get; } = $"http://127.0.0.1:{Waiting.FreePort()}";

        public int Requests { get; private set; }

        public long Bytes { get; private set; }

        public void Dispose() => _http.Close();

        private async Task TakeAsync()
        {
            while (_http.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _http.GetContextAsync();
                }
                catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
                {
                    return; // closed
                }

                for (int read; (read = await context.Request.InputStream.ReadAsync(_forgotten)) > 0;)
                    Bytes += read;
                Requests++;
                context.Response.Close(); // 200, and nothing in it
            }
        }
    }
}
