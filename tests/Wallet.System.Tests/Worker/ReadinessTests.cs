using System.Net;
using RabbitMQ.Client;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
public sealed class ReadinessTests(LocalServers servers)
{
    private readonly int _port = Ports.Free();
    private readonly HttpClient _http = new();
    private readonly string _prefix = $"t{Guid.NewGuid():N}_";

    [Fact]
    public async Task Probes_over_HTTP_say_the_same_as_the_file_and_why()
    {
        await using var worker = await StartAsync();
        (await GetAsync("/health/ready")).ShouldBe((HttpStatusCode.OK, """{"ready":true,"faults":{}}"""));
        (await GetAsync("/health/live")).ShouldBe((HttpStatusCode.OK, """{"live":true,"faults":{}}"""));
        (await GetAsync("/")).Status.ShouldBe(HttpStatusCode.NotFound);

        // No message comes, so it is the probe that finds out.
        using var plain = servers.PlainDynamoDb();
        await plain.DeleteTableAsync(_prefix + "wallet_operation");
        await Eventually.IsTrueAsync(() => !worker.IsReady, "the worker to notice");

        var (status, body) = await GetAsync("/health/ready");
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        body.ShouldContain("\"tables\":\"ResourceNotFoundException");
        (await GetAsync("/health/live")).Status.ShouldBe(HttpStatusCode.OK);
        worker.Output.ShouldContain("Not ready. tables: ResourceNotFoundException");
    }

    [Fact]
    public async Task A_queue_that_is_deleted_under_the_worker_is_noticed_said_and_listened_to_again()
    {
        await using var worker = await StartAsync();
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();

        await channel.QueueDeleteAsync("wallet-get-history");

        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("wallet-get-history", StringComparison.Ordinal),
            "the worker to say so"
        );
        await Eventually.GetAsync(
            async () => await ConsumersAsync(connection, "wallet-get-history") == 1 ? "" : null,
            "the queue to have its consumer again"
        );
        await worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(servers);
        (
            await bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = Guid.NewGuid() })
        ).Operations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_worker_with_one_line()
    {
        using var taken = new HttpListener();
        taken.Prefixes.Add($"http://*:{_port}/");
        taken.Start();
        await using var worker = Launch();

        (await worker.WaitForExitAsync()).ShouldBe(1);

        worker.Output.ShouldContain($"Health:Port is '{_port}', which cannot be listened on");
        worker.Output.ShouldNotContain("   at ");
    }

    private static async Task<uint?> ConsumersAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return null;
        }
    }

    private async Task<WorkerProcess> StartAsync()
    {
        var worker = Launch();
        await worker.WaitUntilReadyAsync();
        return worker;
    }

    private WorkerProcess Launch() =>
        WorkerProcess.Launch(
            servers.BrokerPort,
            servers.Engine,
            ("Health__Port", $"{_port}"),
            ("Health__QueuesSeconds", "1"),
            ("DynamoDb__TablePrefix", _prefix)
        );

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}{path}"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
