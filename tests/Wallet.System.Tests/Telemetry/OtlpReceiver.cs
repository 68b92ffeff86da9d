using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

/// <summary>Takes what programs export by OTLP over HTTP, and keeps it.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _taken = new();

    public OtlpReceiver()
    {
        Endpoint = $"http://127.0.0.1:{Ports.Free()}";
        _listener.Prefixes.Add(Endpoint + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Endpoint { get; }

    /// <summary>What makes a program export here, and soon.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "200"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public bool HasTakenNothing => _taken.IsEmpty;

    /// <summary>Every span so far.</summary>
    public IReadOnlyList<Span> Spans =>
        [
            .. Bodies("/v1/traces")
                .SelectMany(body => ProtoReader.At(body, 1))
                .SelectMany(resource =>
                    ProtoReader
                        .At(resource, 2, 2)
                        .Select(span => new Span(
                            ServiceOf(resource),
                            ProtoReader.Read(span).ToLookup(one => one.Field, one => one.Bytes)
                        ))
                ),
        ];

    /// <summary>Every metric so far, by name: its unit, and 5 for a gauge, 7 for a sum, 9 for a histogram.</summary>
    public IReadOnlyDictionary<string, (string Unit, int Kind)> Metrics =>
        Bodies("/v1/metrics")
            .SelectMany(body => ProtoReader.At(body, 1, 2, 2))
            .Select(metric => ProtoReader.Read(metric).ToLookup(one => one.Field, one => one.Bytes))
            .DistinctBy(metric => ProtoReader.Text(metric[1].First()))
            .ToDictionary(
                metric => ProtoReader.Text(metric[1].First()),
                metric =>
                    (
                        metric[3].Select(ProtoReader.Text).FirstOrDefault(""),
                        metric.Select(one => one.Key).First(kind => kind is 5 or 7 or 9)
                    ),
                StringComparer.Ordinal
            );

    /// <summary>What a gauge of whole numbers said last, by one of its attributes.</summary>
    public IReadOnlyDictionary<string, long> Gauge(string name, string attribute)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (
            var metric in Bodies("/v1/metrics")
                .SelectMany(body => ProtoReader.At(body, 1, 2, 2))
                .Where(metric => ProtoReader.Text(ProtoReader.At(metric, 1).First()) == name)
        )
        {
            foreach (var point in ProtoReader.At(metric, 5, 1))
                last[ProtoReader.At(point, 7).Select(Attribute).Single(one => one.Key == attribute).Value] = (long)
                    ProtoReader.Read(point).Single(one => one.Field == 6).Number;
        }

        return last;
    }

    /// <summary>All that was taken, as text in which a string that was exported can be found.</summary>
    public string Everything => string.Concat(_taken.Select(one => Encoding.Latin1.GetString(one.Body)));

    /// <summary>From here on.</summary>
    public void Forget() => _taken.Clear();

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private IEnumerable<byte[]> Bodies(string path) => _taken.Where(one => one.Path == path).Select(one => one.Body);

    private static string ServiceOf(ReadOnlyMemory<byte> resource) =>
        ProtoReader
            .At(resource, 1, 1)
            .Select(Attribute)
            .Where(attribute => attribute.Key == "service.name")
            .Select(attribute => attribute.Value)
            .FirstOrDefault("");

    internal static (string Key, string Value) Attribute(ReadOnlyMemory<byte> bytes)
    {
        var key = ProtoReader.Text(ProtoReader.At(bytes, 1).First());
        var (field, number, text) = ProtoReader.Read(ProtoReader.At(bytes, 2).First()).First();
        return (key, field == 1 ? ProtoReader.Text(text) : number.ToString(CultureInfo.InvariantCulture));
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _taken.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

/// <summary>A span as it was exported.</summary>
internal sealed record Span(string Service, ILookup<int, ReadOnlyMemory<byte>> Fields)
{
    public string Trace => Convert.ToHexStringLower(Fields[1].First().Span);

    public string Id => Convert.ToHexStringLower(Fields[2].First().Span);

    public string Parent => Fields[4].Select(bytes => Convert.ToHexStringLower(bytes.Span)).FirstOrDefault("");

    public string Name => ProtoReader.Text(Fields[5].First());

    public IReadOnlyDictionary<string, string> Attributes =>
        Fields[9].Select(OtlpReceiver.Attribute).ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
}
