using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Fronts;

/// <summary>
/// The worker as it runs on AWS: a role's credentials, its policy and no right more, and calls that take their time.
/// </summary>
[Collection(nameof(TrafficTests))]
public sealed class WorkerBehindFrontTests(LocalServers servers) : IAsyncLifetime
{
    private static readonly string[] Queues =
    [
        "set-balance",
        "adjust-balance",
        "transfer-balance",
        "get-balance",
        "get-history",
    ];

    /// <summary>What other tests have parked on the same broker.</summary>
    private Dictionary<string, uint> _parked = [];

    public async ValueTask InitializeAsync() => _parked = await ParkedAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_verb_is_answered_under_the_published_policy_and_reads_go_together()
    {
        await using var fronted = await FrontedWorker.LaunchAsync(servers);
        await fronted.Worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.OfOperatorAsync(servers);

        await EveryVerb.AskAsync(bus, fronted.Front.Counts);

        var report = fronted.Front.Counts.Report();
        report.Refused.Keys.ShouldNotContain("AccessDeniedException");
        report.Requests["BatchGetItem"].ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("PutItem")]
    [InlineData("UpdateItem")]
    [InlineData("GetItem")]
    [InlineData("Query")]
    public async Task A_right_that_is_missing_for_a_while_is_a_clear_line_and_no_lost_message(string action)
    {
        await using var fronted = await FrontedWorker.LaunchAsync(servers);
        await fronted.Worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(servers);
        var userId = Guid.NewGuid();
        fronted.Front.Rights.Deny($"dynamodb:{action}");

        Task asked =
            action == "Query"
                ? bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = userId })
                : bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = userId, Balance = 1 });
        await IsSaidAsync(fronted, action);
        asked.IsCompleted.ShouldBeFalse();
        fronted.Front.Rights.Allow($"dynamodb:{action}");

        await asked;
        await NothingIsParkedAsync();
    }

    [Fact]
    public async Task A_right_to_read_together_that_is_missing_is_a_clear_line_and_each_is_read_on_its_own()
    {
        await using var fronted = await FrontedWorker.LaunchAsync(servers, "dynamodb:BatchGetItem");
        await fronted.Worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.ConnectAsync(servers);

        await EveryVerb.ReadTogetherAsync(bus, fronted.Front.Counts); // All are answered.

        await IsSaidAsync(fronted, "BatchGetItem");
        await NothingIsParkedAsync();
    }

    [Theory]
    [InlineData("CreateTable")]
    [InlineData("DescribeTable")]
    [InlineData("UpdateTimeToLive")]
    public async Task A_worker_that_may_not_look_at_its_tables_says_so_and_waits_until_it_may(string action)
    {
        await using var fronted = await FrontedWorker.LaunchAsync(servers, $"dynamodb:{action}");

        await IsSaidAsync(fronted, action);
        fronted.Front.Rights.Allow($"dynamodb:{action}");

        await fronted.Worker.WaitUntilReadyAsync();
    }

    [Fact]
    public async Task A_right_to_look_that_is_missing_later_is_told_to_whoever_asks_for_a_diagnosis()
    {
        await using var fronted = await FrontedWorker.LaunchAsync(servers);
        await fronted.Worker.WaitUntilReadyAsync();
        await using var bus = await BusClient.OfOperatorAsync(servers);
        fronted.Front.Rights.Deny("dynamodb:DescribeTimeToLive");

        var told = await bus.AskAsync<GetDiagnosis, DiagnosisResult>(new GetDiagnosis());

        var wrong = told.Checks.Where(check => !check.IsOk).ToList();
        wrong.ShouldNotBeEmpty();
        wrong.ShouldAllBe(check =>
            check.Problem!.Contains("dynamodb:DescribeTimeToLive", StringComparison.Ordinal)
            && check.Remedy!.Contains("dynamodb:DescribeTimeToLive", StringComparison.Ordinal)
        );
    }

    private static Task IsSaidAsync(FrontedWorker fronted, string action) =>
        Eventually.IsTrueAsync(
            () =>
                fronted.Worker.Output.Contains(
                    $"is not authorized to perform: dynamodb:{action} on resource",
                    StringComparison.Ordinal
                ),
            $"the worker to say that it may not {action}"
        );

    private async Task NothingIsParkedAsync() => (await ParkedAsync()).ShouldBe(_parked, ignoreOrder: true);

    /// <summary>How many messages are parked in each queue; none where there is no queue yet.</summary>
    private async Task<Dictionary<string, uint>> ParkedAsync()
    {
        await using var connection = await servers.PlainRabbitMqAsync();
        var parked = new Dictionary<string, uint>(StringComparer.Ordinal);
        foreach (var queue in Queues)
        {
            await using var channel = await connection.CreateChannelAsync();
            try
            {
                parked[queue] = await channel.MessageCountAsync($"wallet-{queue}_error");
            }
            catch (OperationInterruptedException error) when (error.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                parked[queue] = 0;
            }
        }

        return parked;
    }
}
