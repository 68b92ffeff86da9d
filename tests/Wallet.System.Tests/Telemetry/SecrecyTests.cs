using System.Text;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

/// <summary>
/// Runs a worker that logs all that can be logged and exports all that can be exported, and looks in it for what nobody
/// may learn.
/// </summary>
[Collection(nameof(TrafficTests))]
public sealed class SecrecyTests(LocalServers servers)
{
    private const string SecretKey = "SecretAccessKeyThatNobodyMayLearn0123456";

    [Fact]
    public async Task No_balance_no_body_no_key_and_no_password_is_told_at_any_level()
    {
        using var receiver = new OtlpReceiver();
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            servers.Engine,
            [
                .. receiver.Settings,
                ("Logging__LogLevel__Default", "Trace"),
                ("Logging__LogLevel__MassTransit", "Trace"),
                ("AWS_ACCESS_KEY_ID", "AKIDTHATNOBODYMAYLEARN"),
                ("AWS_SECRET_ACCESS_KEY", SecretKey),
                ("AWS_SESSION_TOKEN", "SessionTokenThatNobodyMayLearn"),
            ]
        );
        await worker.WaitUntilReadyAsync();
        var (one, two, operationId) = ($"{Guid.NewGuid()}", $"{Guid.NewGuid()}", $"{Guid.NewGuid()}");

        await CliAsync(0, "set", one, "7310004217", "--operation-id", operationId);
        await CliAsync(0, "set", one, "7310004217", "--operation-id", operationId);
        await CliAsync(2, "set", one, "7320004217", "--operation-id", operationId);
        await CliAsync(0, "adjust", one, "7330004217");
        await CliAsync(0, "set", two, "1", "--overdraft", "7340004217");
        await CliAsync(0, "transfer", one, two, "7350004217");
        await CliAsync(2, "adjust", one, "-99360004217");
        await CliAsync(0, "history", one);
        await PublishAsync(
            $$"""
            {"userId":"{{one}}","balance":"7370004217.5","operationId":"{{Guid.NewGuid()}}",
            "memo":"BodyThatNobodyMayLearn"}
            """,
            $$"""{"userId":"{{one}}","balance":5,"overdraft":-7380004217,"operationId":"{{Guid.NewGuid()}}"}""",
            "7390004217",
            """{"userId":"BodyThatNobodyMayLearn""",
            "nobody=7390004217&memo=BodyThatNobodyMayLearn"); // which begins like null
        await PublishAsync(
            new BasicProperties { ContentType = "application/vnd.masstransit+json" },
            """{"messageId":"BodyThatNobodyMayLearn","messageType":["urn:message:Wallet.Contracts:"""
                + """SetBalance"],"message":{}}""",
            "nobody=7390004217&memo=BodyThatNobodyMayLearn",
            """{"messageType":["urn:message:Wallet.Contracts:SetBalance"],"sentTime":"7390004217","message":{}}""");

        // Each of the eight is parked and said to be; until then there is nothing to look in.
        await Eventually.IsTrueAsync(() => worker.Output.Split("R-FAULT").Length > 8, "bad messages to be logged");
        await Eventually.IsTrueAsync(
            () =>
                receiver.Spans.Any(span => span.Name.StartsWith("TransactWriteItems", StringComparison.Ordinal))
                && receiver.Metrics.ContainsKey("wallet.operations"),
            "an export"
        );
        worker.Terminate();
        (await worker.WaitForExitAsync()).ShouldBe(0);

        // What an operator needs is there …
        worker.Output.ShouldContain($"Operation {operationId} on wallet {one}: applied");
        worker.Output.ShouldContain($"Operation {operationId} on wallet {one}: repeated");
        worker.Output.ShouldContain($"Operation {operationId} on wallet {one}: OperationIdReused");
        worker.Output.ShouldContain("SetBalance is refused: balance is something else. Send a whole number");

        // … and what nobody needs is not.
        foreach (
            var secret in new[]
            {
                "0004217",
                "14640008434",
                "NobodyMayLearn",
                "NOBODYMAYLEARN",
                "7289982",
                "guest:guest",
                "AWS4-HMAC",
            }
        )
        {
            Line(worker.Output, secret).ShouldBeNull();
            receiver.Everything.ShouldNotContain(secret);
        }
    }

    private static string? Line(string output, string secret) =>
        output.Split('\n').FirstOrDefault(line => line.Contains(secret, StringComparison.Ordinal));

    private async Task CliAsync(int exitCode, params string[] arguments)
    {
        await using var cli = CliProcess.Start(servers.BrokerPort, arguments);
        (await cli.WaitForExitAsync()).ShouldBe(exitCode, cli.Output);
    }

    private Task PublishAsync(params string[] bodies) => PublishAsync(new BasicProperties(), bodies);

    private async Task PublishAsync(BasicProperties properties, params string[] bodies)
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var body in bodies.Select(Encoding.UTF8.GetBytes))
            await channel.BasicPublishAsync("Wallet.Contracts:SetBalance", "", mandatory: true, properties, body);
    }
}
