using System.Net;
using System.Net.Sockets;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
public sealed class StartTests(LocalServers servers)
{
    private static readonly Uri Nowhere = new($"http://127.0.0.1:{Ports.Free()}");

    [Theory]
    [InlineData(
        "RabbitMq__Port",
        "70000",
        "RabbitMq:Port is '70000', but takes a port from 1 to 65535. Fix it in appsettings.json, in the environment "
            + "(RabbitMq__Port=...)"
    )]
    [InlineData("RabbitMq__Port", "many", "RabbitMq:Port is 'many', but takes a port from 1 to 65535.")]
    [InlineData("RabbitMq__Host", "", "RabbitMq:Host is '', but takes a host name or address.")]
    [InlineData("RabbitMq__Password", "", "RabbitMq:Password is not usable, but takes a password.")]
    [InlineData(
        "RabbitMq__Hots",
        "broker",
        "RabbitMq:Hots is no setting. The settings of RabbitMq are Host, Port, VirtualHost"
    )]
    [InlineData(
        "DynamoDb__ServiceUrl",
        "localhost:8000",
        "DynamoDb:ServiceUrl is 'localhost:8000', but takes an address such as http://localhost:8000"
    )]
    [InlineData("RabbitMq__Host", "a b", "RabbitMq:Host is 'a b', but takes a host name or address.")]
    [InlineData(
        "RabbitMq__PrefetchCount",
        "70000",
        "RabbitMq:PrefetchCount is '70000', but takes a number from 1 to 1000."
    )]
    [InlineData("DynamoDb__ServiceUrl", "http://a:99999", "DynamoDb:ServiceUrl is 'http://a:99999'")]
    [InlineData("DynamoDb__Region", "us-west-2\n", "DynamoDb:Region is 'us-west-2 '")]
    [InlineData(
        "Health__File",
        "/nonexistent/file",
        "Health:File is '/nonexistent/file', but takes a file in a folder that exists, or nothing."
    )]
    [InlineData("Logging__LogLevel__Default", "Loud", "Loud")]
    [InlineData(
        "DynamoDb__Region",
        "Oregon",
        "DynamoDb:Region is 'Oregon', but takes an AWS region such as us-west-2."
    )]
    [InlineData("DynamoDb__TablePrefix", "a b", "DynamoDb:TablePrefix is 'a b'")]
    [InlineData("DynamoDb__AttemptsMax", "0", "DynamoDb:AttemptsMax is '0', but takes a number from 1 to 10.")]
    [InlineData("Worker__ShutdownTimeoutSeconds", "1", "Worker:ShutdownTimeoutSeconds is '1'")]
    [InlineData("RabbitMq__QueueType", "Stream", "RabbitMq:QueueType is 'Stream', but takes Quorum or Classic.")]
    [InlineData(
        "Worker__RedeliveryDelaysSeconds",
        "5,0",
        "Worker:RedeliveryDelaysSeconds is '5,0', but takes up to 10 whole numbers from 1 to 86400"
    )]
    [InlineData("Health__PeriodSeconds", "0", "Health:PeriodSeconds is '0'")]
    [InlineData(
        "RabbitMq__Host",
        "broker.example",
        "RabbitMq:Username is 'guest', which is for a broker on this host alone, and RabbitMq:Host is "
            + "'broker.example'. Make a user"
    )]
    [InlineData(
        "RabbitMq__PasswordFile",
        "/nonexistent",
        "RabbitMq:PasswordFile is '/nonexistent', but takes a file that can be read, or nothing."
    )]
    [InlineData("RabbitMq__Tls", "yes", "RabbitMq:Tls is 'yes', but takes true or false.")]
    [InlineData(
        "RabbitMq__CaFile",
        "/nonexistent",
        "RabbitMq:CaFile is '/nonexistent', but takes a PEM file that can be read, or nothing."
    )]
    [InlineData("RabbitMq__ClientCertificateFile", "/nonexistent", "RabbitMq:ClientCertificateFile is '/nonexistent'")]
    [InlineData("RabbitMq__ClientKeyFile", "/nonexistent", "RabbitMq:ClientKeyFile is '/nonexistent'")]
    [InlineData(
        "RabbitMq__Port",
        "5671",
        "RabbitMq:Tls is false, and RabbitMq:Port is 5671, where brokers speak TLS. Set RabbitMq__Tls=true"
    )]
    public async Task A_wrong_setting_stops_the_worker_with_one_line_that_names_key_fault_and_fix(
        string key,
        string value,
        string line
    )
    {
        // the default user
        await using var worker = WorkerProcess.Launch(
            Ports.Free(),
            Nowhere,
            ("RabbitMq__Username", "guest"),
            (key, value)
        );

        (await worker.WaitForExitAsync()).ShouldBe(1);

        worker.Output.Split('\n').ShouldHaveSingleItem().ShouldContain(line);
    }

    [Fact]
    public async Task Two_wrong_settings_are_both_named()
    {
        await using var worker = WorkerProcess.Launch(
            Ports.Free(),
            Nowhere,
            ("RabbitMq__Port", "0"),
            ("DynamoDb__Region", "")
        );

        (await worker.WaitForExitAsync()).ShouldBe(1);

        worker.Output.Split('\n').Length.ShouldBe(2);
        worker.Output.ShouldContain("RabbitMq:Port");
        worker.Output.ShouldContain("DynamoDb:Region");
    }

    [Fact]
    public async Task The_command_line_overrides_the_environment()
    {
        await using var worker = WorkerProcess.Launch(Ports.Free(), Nowhere, ["--RabbitMq:Port=0"]);

        (await worker.WaitForExitAsync()).ShouldBe(1);

        worker.Output.ShouldStartWith("RabbitMq:Port is '0'");
    }

    [Fact]
    public async Task Without_credentials_a_real_endpoint_is_an_error_and_not_a_long_wait_for_a_metadata_service()
    {
        // A metadata service that takes the connection and never answers: what the SDK would wait for.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            new Uri("http://dynamodb.invalid"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", $"http://{silent.LocalEndpoint}"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
            ("AWS_CONFIG_FILE", "/nonexistent"),
            ("AWS_ACCESS_KEY_ID", ""));

        (await worker.WaitForExitAsync()).ShouldBe(1);

        worker
            .Output.Split('\n')
            .ShouldHaveSingleItem()
            .ShouldContain("no AWS credentials were found within 5 s. Set AWS_ACCESS_KEY_ID");
    }

    [Fact]
    public async Task Dummy_keys_are_refused_for_AWS_itself()
    {
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            new Uri("https://dynamodb.us-west-2.amazonaws.com"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local")
        );

        (await worker.WaitForExitAsync()).ShouldBe(1);

        worker
            .Output.Split('\n')
            .ShouldHaveSingleItem()
            .ShouldContain(
                "the access key id is 'local', a dummy for a local engine, and dynamodb.us-west-2.amazonaws.com is "
                    + "not one. Set AWS_ACCESS_KEY_ID"
            );
    }

    [Fact]
    public async Task An_engine_that_is_down_at_start_is_said_to_be_and_waited_for()
    {
        await using var engine = new EnginePart();
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, new Uri($"http://127.0.0.1:{engine.Port}"));
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("Attempt 2 to reach the tables failed", StringComparison.Ordinal),
            "two attempts"
        );
        await Eventually.IsTrueAsync(
            () =>
                worker
                    .Output.Split('\n')
                    .Any(line =>
                        line.Contains("Not ready.", StringComparison.Ordinal)
                        && line.Contains(
                            "tables: NoAnswer in table 'user_wallet': DescribeTable failed",
                            StringComparison.Ordinal
                        )
                    ),
            "the worker to say what it lacks"
        );
        worker.IsReady.ShouldBeFalse();

        await engine.StartAsync();

        await worker.WaitUntilReadyAsync();
        await ShouldAnswerAsync(servers);
    }

    [Fact]
    public async Task A_broker_that_is_down_at_start_is_said_to_be_and_waited_for()
    {
        await using var broker = new BrokerPart();
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await Eventually.IsTrueAsync(() => Failures(worker) >= 2, "two attempts");
        worker.Output.ShouldContain("Not ready. masstransit-bus");
        worker.IsReady.ShouldBeFalse();
        worker.HasExited.ShouldBeFalse();

        await broker.StartAsync();

        await worker.WaitUntilReadyAsync();
    }

    [Fact]
    public async Task A_stop_while_the_engine_is_still_waited_for_is_a_clean_one()
    {
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, Nowhere);
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("Attempt 1 to reach", StringComparison.Ordinal),
            "an attempt"
        );

        worker.Terminate();

        (await worker.WaitForExitAsync()).ShouldBe(0, worker.Output);
    }

    private static int Failures(WorkerProcess worker) =>
        worker.Output.Split("Connection Failed: rabbitmq://").Length - 1;

    private static async Task ShouldAnswerAsync(LocalServers servers)
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        (
            await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = Guid.NewGuid() })
        ).Found.ShouldBeFalse();
    }
}
