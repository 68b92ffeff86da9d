using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using SystemTests.Cli;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

[Collection(nameof(WorkerTests))]
public sealed partial class MainJobTests(LocalServers servers, RunningWorker worker) : IClassFixture<RunningWorker>
{
    [Fact]
    public async Task What_the_demo_was_told_over_the_broker_stands_in_the_table()
    {
        await using var demo = Cli("demo");
        (await demo.WaitForExitAsync()).ShouldBe(0, demo.Output);

        var item = await StoredAsync(Guid.Parse(UuidPattern().Match(demo.Output).Value));
        item["balance"].N.ShouldBe("12500");
        item["version"].N.ShouldBe("2");
        demo.Output.ShouldContain("now has balance 12500 (was 10000) at version 2");
        demo.Output.ShouldContain("Refused (VersionMismatch). The wallet has version 2, not 1.");
    }

    [Fact]
    public async Task The_command_line_sets_and_gets_and_says_by_its_exit_code_what_became_of_it()
    {
        var userId = Guid.NewGuid();

        await using var missing = Cli("get", $"{userId}");
        (await missing.WaitForExitAsync()).ShouldBe(2);
        missing.Output.ShouldBe($"There is no wallet {userId}.");

        await using var set = Cli("set", $"{userId}", "-7");
        (await set.WaitForExitAsync()).ShouldBe(0);
        set.Output.ShouldBe($"Wallet {userId} is new, with balance -7 at version 1.");

        await using var refused = Cli("set", $"{userId}", "8", "--expected-version", "5");
        (await refused.WaitForExitAsync()).ShouldBe(2);
        refused.Output.ShouldStartWith("Refused (VersionMismatch).");

        await using var get = Cli("get", $"{userId}");
        (await get.WaitForExitAsync()).ShouldBe(0);
        get.Output.ShouldBe($"Wallet {userId} has balance -7 at version 1.");

        await using var nonsense = Cli("set", $"{userId}", "12.5");
        (await nonsense.WaitForExitAsync()).ShouldBe(1);
        nonsense.Output.ShouldContain("12.5");
    }

    [Fact]
    public async Task The_request_client_gets_exact_answers_at_both_ends_of_the_range()
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        var userId = Guid.NewGuid();

        await bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = userId, Balance = long.MinValue });
        var updated = await bus.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance { UserId = userId, Balance = long.MaxValue }
        );
        var result = await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId });

        (updated.PreviousBalance, updated.Balance, updated.Version).ShouldBe((long.MinValue, long.MaxValue, 2));
        result.ShouldBe(
            new BalanceResult
            {
                UserId = userId,
                Found = true,
                Balance = long.MaxValue,
                Version = 2,
                UpdatedAt = updated.UpdatedAt,
            }
        );
    }

    [Theory]
    [InlineData("""{"userId":"USER","balance":250,"operationId":"OPERATION"}""")]
    [InlineData("""{"UserID":"USER","BALANCE":"250","operationId":"OPERATION","more":{"unknown":true}}""")]
    [InlineData(
        """{"messageType":["urn:message:Wallet.Contracts:SetBalance"],"message":{"userId":"USER","balance":"""
            + """250,"operationId":"OPERATION"}}""",
        "application/vnd.masstransit+json"
    )]
    public async Task Another_system_can_publish_and_subscribe_with_plain_AMQP(string body, string? contentType = null)
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        var events = (await channel.QueueDeclareAsync()).QueueName;
        await channel.ExchangeDeclareAsync("Wallet.Contracts:BalanceUpdated", ExchangeType.Fanout, durable: true);
        await channel.QueueBindAsync(events, "Wallet.Contracts:BalanceUpdated", "");
        var (userId, operationId) = (Guid.NewGuid(), Guid.NewGuid());
        var text = body.Replace("USER", $"{userId}", StringComparison.Ordinal)
            .Replace("OPERATION", $"{operationId}", StringComparison.Ordinal);

        var properties = new BasicProperties { ContentType = contentType };
        await channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance",
            "",
            mandatory: true,
            properties,
            Encoding.UTF8.GetBytes(text)
        );

        // Whatever was asked before may still be carried out, so others' events may come first.
        var received = await Eventually.GetAsync(
            async () =>
                await channel.BasicGetAsync(events, autoAck: true) is { } one
                && Encoding.UTF8.GetString(one.Body.Span).Contains($"{userId}", StringComparison.Ordinal)
                    ? one
                    : null,
            "the event"
        );
        using var envelope = JsonDocument.Parse(received.Body);
        var message = envelope.RootElement.GetProperty("message");
        message.GetProperty("userId").GetGuid().ShouldBe(userId);
        message.GetProperty("operationId").GetGuid().ShouldBe(operationId);
        message.GetProperty("balance").GetInt64().ShouldBe(250);
        message.GetProperty("previousBalance").ValueKind.ShouldBe(JsonValueKind.Null);
        message.GetProperty("version").GetInt64().ShouldBe(1);
        worker.HasExited.ShouldBeFalse();
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UuidPattern();

    private ChildProcess Cli(params string[] arguments) => CliProcess.Start(servers.BrokerPort, arguments);

    private async Task<Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>> StoredAsync(Guid userId)
    {
        using var plain = servers.PlainDynamoDb();
        return (await plain.GetItemAsync("user_wallet", new() { ["user_id"] = new() { S = $"{userId}" } })).Item;
    }
}
