using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Cli;

/// <summary>
/// Parked messages with whatever senders put on them. They lie there already; no worker is needed to look at them.
/// </summary>
public sealed class HostileParkedTests : IAsyncLifetime
{
    private const string Parked = "wallet-set-balance_error";
    private const string Dead = "wallet-set-balance_dead";
    private const string Input = "wallet-set-balance";

    private readonly BrokerPart _broker = new();
    private readonly string _wallet = $"{Guid.NewGuid()}";
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        await _broker.StartAsync();
        _connection = await _broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        foreach (var queue in new[] { Parked, Dead })
            await _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Every_message_is_listed_shown_and_dropped_whatever_is_in_it()
    {
        var hostile = Hostile().ToList();
        foreach (var (properties, body) in hostile)
            await ParkAsync(properties, body);
        await ParkAsync(new BasicProperties(), Encoding.UTF8.GetBytes($$"""{"userId":"{{_wallet}}","balance":1}"""));

        var (exitCode, listed) = await CliProcess.RunJsonAsync(_broker.Port, "errors", "list");
        exitCode.ShouldBe(0);
        var messages = listed.GetProperty("queues")[0].GetProperty("messages").EnumerateArray().ToList();
        messages.Count.ShouldBe(hostile.Count + 1);
        messages[^1].GetProperty("wallets")[0].GetString().ShouldBe(_wallet);

        foreach (var verb in new[] { "list", "summary" })
            ShouldBeHarmless(await CliProcess.RunAsync(_broker.Port, "errors", verb));
        foreach (
            var id in messages.Select(one => one.GetProperty("id").GetString()!).Where((_, index) => index % 4 == 0)
        )
            ShouldBeHarmless(await CliProcess.RunAsync(_broker.Port, "errors", "show", id));

        (exitCode, var dropped) = await CliProcess.RunAsync(_broker.Port, "errors", "drop", "--all", "--yes");
        exitCode.ShouldBe(0, dropped);
        dropped
            .Split('\n')
            .Count(line => line.StartsWith('{') && JsonDocument.Parse(line) is not null)
            .ShouldBe(messages.Count);
        dropped.ShouldContain($"{messages.Count} dropped."); // on the other stream, so anywhere
        (await _channel.MessageCountAsync(Parked)).ShouldBe(0u);

        static void ShouldBeHarmless((int ExitCode, string Output) shown)
        {
            shown.ExitCode.ShouldBe(0, shown.Output);
            shown.Output.Where(letter => char.IsControl(letter) && letter != '\n').ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Messages_are_grouped_by_cause_and_chosen_by_what_they_are()
    {
        for (var number = 0; number < 3; number++)
            await ParkAsync(
                Fault(
                    "System.TimeoutException",
                    $"No answer in {number} s.",
                    TimeProvider.System.GetUtcNow().AddHours(-2)
                ),
                Set($"{Guid.NewGuid()}")
            );
        await ParkAsync(
            Fault(
                "Wallet.Worker.Messages.BadMessageException",
                "SetBalance is refused: balance is missing.",
                TimeProvider.System.GetUtcNow()
            ),
            Set(_wallet)
        );

        var (_, summary) = await CliProcess.RunJsonAsync(_broker.Port, "errors", "summary");
        summary
            .GetProperty("groups")
            .EnumerateArray()
            .Select(group => $"{group.GetProperty("count")} {group.GetProperty("cause")}: {group.GetProperty("fault")}")
            .ShouldBe([
                "3 TimeoutException: No answer in # s.",
                "1 bad-message: SetBalance is refused: balance is missing.",
            ]);
        (await CliProcess.RunAsync(_broker.Port, "errors", "summary")).Output.ShouldContain(
            "3  wallet-set-balance_error  TimeoutException, the oldest 2 h ago"
        );

        await ShouldListAsync(1, "--cause", "bad-message");
        await ShouldListAsync(1, "--wallet", _wallet);
        await ShouldListAsync(3, "--fault", "no answer");
        await ShouldListAsync(3, "--older-than", "1h");
        await ShouldListAsync(1, "--newer-than", "1h");
        await ShouldListAsync(4, "--type", "SetBalance");
        await ShouldListAsync(0, "--type", "GetBalance");
        await ShouldListAsync(0, "--cause", "bad-message", "--older-than", "1h");

        var (exitCode, unconfirmed) = await CliProcess.RunAsync(
            _broker.Port,
            "errors",
            "drop",
            "--all",
            "--cause",
            "TimeoutException"
        );
        (exitCode, unconfirmed.Split('\n')[0]).ShouldBe(
            (1, $"Nothing was dropped. 3 would be, for good: 3 TimeoutException in {Parked}.")
        );
        (exitCode, unconfirmed) = await CliProcess.RunAsync(
            _broker.Port,
            "errors",
            "drop",
            "--all",
            "--cause",
            "TimeoutException",
            "--limit",
            "2",
            "--yes"
        );
        exitCode.ShouldBe(4);
        unconfirmed.ShouldContain("2 dropped, 2 more not looked at: --limit takes more at once.");
        (exitCode, _) = await CliProcess.RunAsync(
            _broker.Port,
            "errors",
            "drop",
            "--all",
            "--cause",
            "TimeoutException",
            "--yes"
        );
        exitCode.ShouldBe(0);
        await ShouldListAsync(1);
    }

    [Fact]
    public async Task What_cannot_be_printed_is_not_dropped()
    {
        await ParkAsync(new BasicProperties(), Set(_wallet));

        await using var shell = ChildProcess.Start(
            "bash",
            ["-c", $"dotnet \"{CliProcess.Program}\" errors drop --all --yes >/dev/full"],
            CliProcess.EnvironmentFor(_broker.Port)
        );
        (await shell.WaitForExitAsync()).ShouldBe(4);

        shell.Output.ShouldContain(
            "was not dropped, nor any after it, because it could not be printed: No space left on device."
        );
        (await _channel.MessageCountAsync(Parked)).ShouldBe(1u);
    }

    /// <summary>The sender chooses the message's id, and may use it twice.</summary>
    [Fact]
    public async Task A_message_is_dropped_by_its_id_whatever_others_are_called_and_twins_go_together()
    {
        await ParkAsync(new BasicProperties(), Set(_wallet));
        var id = await IdAsync();
        await ParkAsync(new BasicProperties { MessageId = id }, Set($"{Guid.NewGuid()}"));

        var (exitCode, output) = await CliProcess.RunAsync(_broker.Port, "errors", "drop", id);
        exitCode.ShouldBe(0, output);
        output.ShouldContain(_wallet);
        await CliProcess.RunAsync(_broker.Port, "errors", "drop", await IdAsync());

        var twin = Set(_wallet);
        await ParkAsync(new BasicProperties(), twin);
        await ParkAsync(new BasicProperties(), twin);
        (exitCode, output) = await CliProcess.RunAsync(_broker.Port, "errors", "drop", await IdAsync());
        exitCode.ShouldBe(0, output);
        (await _channel.MessageCountAsync(Parked)).ShouldBe(0u);

        async Task<string> IdAsync() => (await CliProcess.RunJsonAsync(_broker.Port, "errors", "list")).Json
            .GetProperty("queues")[0].GetProperty("messages")[0].GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task A_message_that_a_full_queue_rejects_stays_and_is_not_said_to_have_no_queue()
    {
        const string Question = "wallet-get-balance";
        await _channel.QueueDeclareAsync(Question + "_error", durable: true, exclusive: false, autoDelete: false);
        var limits = new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" };
        await _channel.QueueDeclareAsync(Question, durable: true, exclusive: false, autoDelete: false, limits);
        await _channel.BasicPublishAsync("", Question, "the one that it has room for"u8.ToArray());
        await _channel.BasicPublishAsync("", Question + "_error", Set(_wallet));

        var (exitCode, output) = await CliProcess.RunAsync(_broker.Port, "errors", "replay", "--all");
        (exitCode, output).ShouldSatisfyAllConditions(
            it => it.exitCode.ShouldBe(4, output),
            it => it.output.ShouldContain($"not taken by the broker: queue {Question} is full, or has lost"));
        (await _channel.MessageCountAsync(Question + "_error")).ShouldBe(1u);
    }

    [Fact]
    public async Task A_long_line_of_a_body_is_shown_as_one()
    {
        var body = string.Join(' ', Enumerable.Repeat("word", 1000));
        await ParkAsync(new BasicProperties { MessageId = "long" }, Encoding.UTF8.GetBytes(body));

        (await CliProcess.RunAsync(_broker.Port, "errors", "show", "long")).Output.ShouldContain(body);
    }

    [Fact]
    public async Task What_expired_is_told_from_what_was_delivered_too_often()
    {
        await _channel.QueueDeclareAsync(
            Input,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?> { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = Dead }
        );
        await _channel.BasicPublishAsync(
            "",
            Input,
            mandatory: true,
            new BasicProperties { Expiration = "1" },
            Set(_wallet)
        );
        await Eventually.IsTrueAsync(async () => await _channel.MessageCountAsync(Dead) == 1, "the message to expire");

        var (_, listed) = await CliProcess.RunAsync(_broker.Port, "errors", "list", "--cause", "expired");
        listed.ShouldContain("It expired before a worker took it.");
        listed.ShouldNotContain("delivered too often");
    }

    [Fact]
    public async Task A_broker_that_says_nothing_is_given_up()
    {
        _broker.Pause();
        try
        {
            var (exitCode, output) = await CliProcess.RunAsync(_broker.Port, "errors", "list", "--timeout", "1");
            exitCode.ShouldBe(3, output);
        }
        finally
        {
            _broker.Resume();
        }
    }

    private static byte[] Set(string wallet) =>
        Encoding.UTF8.GetBytes($$"""{"userId":"{{wallet}}","balance":1,"operationId":"{{Guid.NewGuid()}}"}""");

    private static BasicProperties Fault(string type, string message, DateTimeOffset at) =>
        new()
        {
            Headers = new Dictionary<string, object?>
            {
                ["MT-Fault-ExceptionType"] = type,
                ["MT-Fault-Message"] = message,
                ["MT-Fault-Timestamp"] = at.ToString("O"),
            },
        };

    internal static IEnumerable<(BasicProperties Properties, byte[] Body)> Hostile()
    {
        yield return (
            new BasicProperties { Timestamp = new AmqpTimestamp(1_790_000_000_000) },
            Set($"{Guid.NewGuid()}")
        );
        yield return (new BasicProperties { Timestamp = new AmqpTimestamp(-1) }, Set($"{Guid.NewGuid()}"));
        yield return (
            new BasicProperties
            {
                MessageId = "a\u001b[2Jb\u009b",
                ContentType = "\u001b]0;x\u0007",
                Type = new string('x', 255),
            },
            "{}"u8.ToArray()
        );
        object?[] values =
        [
            new AmqpTimestamp(long.MaxValue),
            new AmqpTimestamp(long.MinValue),
            null,
            true,
            2.5,
            1.5f,
            long.MinValue,
            (byte)1,
            (sbyte)-1,
            3m,
            "\u001b[31m\u202e",
            new byte[] { 0xFF, 0xFE, 0 },
            new byte[100_000],
            new BinaryTableValue([1, 2]),
            new List<object?> { 1, null, "x" },
            new Dictionary<string, object?> { ["\u001b"] = new List<object?> { new AmqpTimestamp(long.MaxValue) } },
            Nested(100),
        ];
        foreach (var value in values)
        {
            foreach (var name in new[] { "tenant", "MT-Fault-Timestamp", "MT-Fault-Message", "x-death" })
                yield return (
                    new BasicProperties { Headers = new Dictionary<string, object?> { [name] = value } },
                    Set($"{Guid.NewGuid()}")
                );
        }

        string[] bodies =
        [
            "",
            "null",
            "[]",
            "5",
            "{",
            "{\"userId\":\"\\ud800\"}",
            "{\"\\udc00\":1}",
            "{\"userId\":\"\u001b[31m\",\"a\":\"\\u001b\"}",
            "\u001b]0;title\u0007 no JSON",
            "{\"operationId\":\"00000000-0000-0000-0000-000000000000\"}",
            $"{new string('[', 5000)}",
            "\ufeff{}",
            "{\"a\":1,\"a\":2}",
            $"{{\"balance\":{new string('9', 9000)}}}",
        ];
        foreach (var body in bodies)
        {
            yield return (new BasicProperties(), Encoding.UTF8.GetBytes(body));
            yield return (
                new BasicProperties { ContentType = "application/vnd.masstransit+json" },
                Encoding.UTF8.GetBytes(
                    $$"""{"sentTime":"{{body.Replace("\"", "", StringComparison.Ordinal)}}","message":{{body}}}"""
                )
            );
        }

        yield return (new BasicProperties(), [.. "{\"userId\":\""u8, 0xFF, .. "\"}"u8]);
        yield return (new BasicProperties(), [.. "{\""u8, 0xFF, .. "\":1}"u8]);
        yield return (new BasicProperties(), new byte[3_000_000]);
    }

    private static List<object?> Nested(int depth) => depth == 0 ? [] : [Nested(depth - 1)];

    private async Task ParkAsync(BasicProperties properties, byte[] body) =>
        await _channel.BasicPublishAsync("", Parked, mandatory: true, properties, body);

    private async Task ShouldListAsync(int count, params string[] options)
    {
        var (exitCode, listed) = await CliProcess.RunJsonAsync(_broker.Port, ["errors", "list", .. options]);
        exitCode.ShouldBe(0);
        listed
            .GetProperty("queues")
            .EnumerateArray()
            .Sum(queue => queue.GetProperty("messages").GetArrayLength())
            .ShouldBe(count, string.Join(' ', options));
    }
}
