using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Cli;

/// <summary>A right that is taken away while the command line looks at parked messages.</summary>
[Trait("Broker", "Every")]
public sealed class RightTakenAwayTests : IAsyncLifetime
{
    private const string First = "wallet-set-balance_error";
    private const string Second = "wallet-adjust-balance_error";

    private readonly RightsServer _rights = new();
    private BrokerPart _broker = null!;
    private IConnection _connection = null!;
    private IChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        _broker = _rights.NewBroker();
        await _broker.StartAsync();
        _connection = await _broker.ConnectAsync();
        _channel = await _connection.CreateChannelAsync();
        foreach (var queue in (string[])[First, Second])
        {
            await _channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
            for (var message = 0; message < 3; message++)
                await _channel.BasicPublishAsync("", queue, "{}"u8.ToArray());
        }

        await ShouldAllLieThereAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _broker.DisposeAsync();
        await _rights.DisposeAsync();
    }

    [Theory]
    [InlineData("list")]
    [InlineData("summary")]
    public async Task Between_two_queues_the_first_is_shown_and_the_second_named_with_the_right(string verb)
    {
        _rights.Refuses = right => right.Permission == "read" && right.Name == Second;

        var (exitCode, words) = await CliProcess.RunAsync(_broker.Port, "errors", verb);

        exitCode.ShouldBe(4, words);
        words.ShouldContain(First);
        ShouldNameTheRight(words, Second);
        await ShouldAllLieThereAsync();
    }

    [Fact]
    public async Task In_the_midst_of_a_queue_the_others_are_shown_and_that_one_named_with_the_right()
    {
        TakeAwayAfterTheFirstOf(Second);
        await using var front = new SlowGets(_broker.Port);

        var (exitCode, json) = await CliProcess.RunJsonAsync(front.Port, "errors", "list");

        exitCode.ShouldBe(4);
        var counts = json.GetProperty("queues").EnumerateArray().ToDictionary(
            queue => queue.GetProperty("queue").GetString()!,
            queue => queue.GetProperty("messages").GetArrayLength());
        counts[First].ShouldBe(3);
        counts[Second].ShouldBe(0, "the broker has taken back what was read of it");
        json.GetProperty("notLookedAt").GetInt32().ShouldBe(3);
        var refused = json.GetProperty("refused").EnumerateArray().ShouldHaveSingleItem();
        refused.GetProperty("queue").GetString().ShouldBe(Second);
        ShouldNameTheRight(refused.GetProperty("problem").GetString()!, Second);
        await ShouldAllLieThereAsync();
    }

    [Fact]
    public async Task In_the_midst_of_a_queue_what_is_to_be_dropped_of_others_is_and_of_that_one_nothing_is_said_to_be()
    {
        TakeAwayAfterTheFirstOf(Second);
        await using var front = new SlowGets(_broker.Port);

        var (exitCode, words) = await CliProcess.RunAsync(front.Port, "errors", "drop", "--all", "--yes");

        exitCode.ShouldBe(4, words);
        ShouldNameTheRight(words, Second);
        words.ShouldContain("3 dropped");
        (await _channel.MessageCountAsync(First)).ShouldBe(0u);
        await Eventually.IsTrueAsync(
            async () => await _channel.MessageCountAsync(Second) == 3, "what was read of it to come back");
    }

    /// <summary>The right is there when a queue's first message is asked for, and not when its second is.</summary>
    private void TakeAwayAfterTheFirstOf(string queue)
    {
        var asked = 0;
        _rights.Refuses = right =>
            right.Permission == "read" && right.Name == queue && Interlocked.Increment(ref asked) > 1;
    }

    private async Task ShouldAllLieThereAsync()
    {
        foreach (var queue in (string[])[First, Second])
            await Eventually.IsTrueAsync(async () => await _channel.MessageCountAsync(queue) == 3, $"all of {queue}");
    }

    private static void ShouldNameTheRight(string words, string queue)
    {
        words.ShouldMatch($"The broker refuses a right: .*access to queue '{queue}' in vhost '/' refused for user");
        words.ShouldNotContain("was lost");
    }
}
