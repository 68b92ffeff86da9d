using System.Text;
using RabbitMQ.Client;
using SystemTests.Gateway;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

[Collection(nameof(TrafficTests))]
public sealed class TraceTests(LocalServers servers, ToldServers told) : IClassFixture<ToldServers>
{
    private const string Sender = "00f067aa0ba902b7";

    [Fact]
    public async Task A_trace_that_a_plain_sender_began_goes_on_to_each_call_of_DynamoDB()
    {
        var trace = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        var (userId, operationId) = (Guid.NewGuid(), Guid.NewGuid());

        await PublishAsync(
            $$"""{"userId":"{{userId}}","balance":5,"operationId":"{{operationId}}"}""",
            $"00-{trace}-{Sender}-01"
        );

        var spans = await SpansAsync(trace, "TransactWriteItems");
        spans.ShouldContain(span => span.Name == "wallet-set-balance receive" && span.Parent == Sender);
        spans.ShouldContain(span => span.Name == "GetItem user_wallet");
        var write = spans.First(span => span.Name.StartsWith("TransactWriteItems", StringComparison.Ordinal));
        write.Attributes["db.operation.name"].ShouldBe("TransactWriteItems");
        write.Attributes["db.collection.name"].ShouldBe("user_wallet");
        write.Attributes["typedtables.attempts"].ShouldBe("1");
        write.Attributes["typedtables.outcome"].ShouldBe("ok");
        spans.ShouldContain(span =>
            span.Attributes.GetValueOrDefault("wallet.operation_id") == $"{operationId}"
            && span.Attributes["wallet.id"] == $"{userId}"
        );
        ShouldHangTogether(spans);
    }

    [Fact]
    public async Task A_trace_goes_from_a_browser_through_the_gateway_and_the_worker_to_DynamoDB()
    {
        var trace = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"wallet/{Guid.NewGuid()}");
        request.Headers.Add("traceparent", $"00-{trace}-{Sender}-01");

        using var answer = await told.Gateway.Http.SendAsync(request);

        var spans = await SpansAsync(trace, "GetItem");
        spans
            .Where(span => span.Service == "wallet-gateway")
            .ShouldContain(span => span.Parent == Sender && span.Name == "GET /wallet/{id}");
        spans
            .Where(span => span.Service == "wallet-worker")
            .ShouldContain(span => span.Name == "wallet-get-balance receive");
        ShouldHangTogether(spans);
    }

    /// <summary>Each span's parent is the sender's, or a span that was exported as well.</summary>
    private static void ShouldHangTogether(IReadOnlyList<Span> spans)
    {
        var ids = spans.Select(span => span.Id).Append(Sender).ToHashSet(StringComparer.Ordinal);
        foreach (var span in spans)
            ids.ShouldContain(
                span.Parent,
                $"{span.Service}: {span.Name} hangs in the air; "
                    + $"there are {string.Join(", ", spans.Select(one => one.Name))}"
            );
    }

    /// <summary>The spans of a trace, once the first of them has ended and with it all.</summary>
    private async Task<IReadOnlyList<Span>> SpansAsync(string trace, string call) =>
        await Eventually.GetAsync(
            () =>
            {
                var spans = told.Receiver.Spans.Where(span => span.Trace == trace).ToList();
                var ids = spans.Select(span => span.Id).Append(Sender).ToHashSet(StringComparer.Ordinal);
                return Task.FromResult(
                    spans.Exists(span => span.Name.StartsWith(call, StringComparison.Ordinal))
                    && spans.TrueForAll(span => ids.Contains(span.Parent))
                        ? spans
                        : null
                );
            },
            $"a trace with {call} whose spans hang together; there are "
                + string.Join(
                    ", ",
                    told.Receiver.Spans.Select(span => $"{span.Trace} {span.Service} {span.Name} {span.Parent}")
                )
        );

    private async Task PublishAsync(string body, string traceParent)
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            Headers = new Dictionary<string, object?> { ["traceparent"] = traceParent },
        };
        await channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            properties,
            Encoding.UTF8.GetBytes(body)
        );
    }
}

/// <summary>A worker and a gateway that export to a receiver of the tests'.</summary>
public sealed class ToldServers(LocalServers servers) : IAsyncLifetime
{
    private WorkerProcess _worker = null!;

    internal OtlpReceiver Receiver { get; } = new();

    internal GatewayProcess Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _worker = WorkerProcess.Launch(servers.BrokerPort, servers.Engine, Receiver.Settings);
        Gateway = GatewayProcess.Launch(servers.BrokerPort, Receiver.Settings);
        await _worker.WaitUntilReadyAsync();
        await Gateway.WaitForAsync("health/ready");
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _worker.DisposeAsync();
        Receiver.Dispose();
    }
}
