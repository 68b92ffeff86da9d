using System.Text.Json;
using Front;
using SystemTests.Fronts;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>
/// The policy is held against a worker that makes its tables, carries out every message and looks at itself.
/// </summary>
[Collection(nameof(SecurityTests))]
public sealed class IamPolicyTests(SecuredServers servers)
{
    [Fact]
    public async Task The_policy_allows_what_the_worker_does_and_nothing_else()
    {
        await using var front = await AwsFront.StartAsync(
            servers.Engine,
            new AwsFrontOptions { Policy = FrontedWorker.Published }
        );
        await using (
            var worker = WorkerProcess.Launch(
                servers.PlainPort,
                front.Endpoint,
                ("DynamoDb__TablePrefix", $"t{Guid.NewGuid():N}_")
            )
        )
        {
            await worker.WaitUntilReadyAsync();
            await using var bus = await BusClient.ConnectAsync(servers.PlainPort, DocumentedUsers.Cli);
            await EveryVerb.AskAsync(bus, front.Counts);
        }

        var report = front.Counts.Report();
        report.Refused.Keys.ShouldNotContain("AccessDeniedException");
        report
            .Actions.Keys.Select(needed => needed.Split(' ')[0])
            .Distinct(StringComparer.Ordinal)
            .ShouldBe(Allowed(), ignoreOrder: true);
    }

    private static IEnumerable<string> Allowed()
    {
        using var policy = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs/iam-policy.json")));
        return
        [
            .. policy
                .RootElement.GetProperty("Statement")
                .EnumerateArray()
                .SelectMany(statement =>
                    statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()!)
                ),
        ];
    }
}
