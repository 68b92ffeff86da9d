using System.Net;
using System.Net.Sockets;
using SystemTests.Parts;

namespace SystemTests.Worker;

/// <summary>
/// SIGTERM before there was anything to stop: the worker ends at once, with code 0 and without a stack trace.
/// </summary>
[Collection(nameof(WorkerTests))]
public sealed class StopAtStartTests(LocalServers servers)
{
    // which a busy machine may take; a call's attempts alone take 9 s
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly (string Key, string Value) _prefix = ("DynamoDb__TablePrefix", $"t{Guid.NewGuid():N}_");

    [Fact]
    public async Task While_an_engine_is_called_that_does_not_answer()
    {
        await using var proxy = new FaultyProxy(servers.Engine, _ => ProxyFault.Stall);
        // So patient that only the stop can be what ends the call.
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            proxy.Endpoint,
            ("DynamoDb__AttemptTimeoutMs", "10000"),
            ("DynamoDb__AttemptsMax", "10"));
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("Not ready.", StringComparison.Ordinal),
            "the worker to look at its tables");

        await ShouldEndAsync(worker);
    }

    [Fact]
    public async Task While_no_engine_is_there()
    {
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, new Uri($"http://127.0.0.1:{Ports.Free()}"));
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("Attempt 2 to reach", StringComparison.Ordinal),
            "two attempts");

        await ShouldEndAsync(worker);
    }

    [Fact]
    public async Task While_a_table_is_being_created()
    {
        await using var proxy = new FaultyProxy(
            servers.Engine,
            _ => ProxyFault.None,
            async (operation, request, engine) =>
            {
                if (operation is not ("DescribeTable" or "CreateTable"))
                    return null;
                var answer = await engine(request);
                (answer["Table"] ?? answer["TableDescription"])!["TableStatus"] = "CREATING";
                return answer;
            });
        using var plain = servers.PlainDynamoDb();
        await WalletTablesByHand.CreateAsync(plain, _prefix.Value);
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, proxy.Endpoint, _prefix);
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("Not ready.", StringComparison.Ordinal),
            "the worker to wait");

        await ShouldEndAsync(worker);
    }

    [Fact]
    public async Task While_the_broker_is_away()
    {
        await using var worker = WorkerProcess.Launch(Ports.Free(), servers.Engine, _prefix);
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("Connection Failed", StringComparison.Ordinal),
            "an attempt to connect");

        await ShouldEndAsync(worker);
    }

    [Fact]
    public async Task While_credentials_are_being_looked_for()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            new Uri("http://dynamodb.invalid"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", $"http://{silent.LocalEndpoint}"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
            ("AWS_CONFIG_FILE", "/nonexistent"),
            ("AWS_ACCESS_KEY_ID", ""));
        using var asked = await silent.AcceptTcpClientAsync(); // and never answered

        await ShouldEndAsync(worker);
    }

    private static async Task ShouldEndAsync(WorkerProcess worker)
    {
        var before = worker.Output.Length; // MassTransit shows how it failed to connect
        worker.Terminate();

        (await worker.WaitForExitAsync(atMost: Soon)).ShouldBe(0, worker.Output);
        worker.Output[before..].ShouldNotContain("   at ");
        worker.Output[before..].ShouldNotContain("Unhandled");
    }
}
