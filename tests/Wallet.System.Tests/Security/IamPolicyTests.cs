using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using SystemTests.Cli;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>The policy is held against the calls of a worker that makes its tables, carries out every message and looks at itself.</summary>
[Collection(nameof(SecurityTests))]
public sealed class IamPolicyTests(SecuredServers servers)
{
    [Fact]
    public async Task The_policy_allows_what_the_worker_does_and_nothing_else()
    {
        var used = new ConcurrentDictionary<string, byte>(StringComparer.Ordinal);
        await using var proxy = new FaultyProxy(servers.Engine, _ => ProxyFault.None, (operation, request, _) =>
        {
            foreach (var action in ActionsOf(operation, request))
                used.TryAdd(action, 0);
            return Task.FromResult<JsonNode?>(null);
        });
        await using (var worker = WorkerProcess.Launch(
            servers.PlainPort, proxy.Endpoint, ("DynamoDb__TablePrefix", $"t{Guid.NewGuid():N}_"), ("RabbitMq__Username", "wallet-worker"), ("RabbitMq__Password", SecuredServers.Password)))
        {
            await worker.WaitUntilReadyAsync();
            var (one, two, operation) = ($"{Guid.NewGuid()}", $"{Guid.NewGuid()}", $"{Guid.NewGuid()}");
            await CliAsync("set", one, "100", "--operation-id", operation);
            await CliAsync("set", one, "100", "--operation-id", operation);
            await CliAsync("set", two, "100", "--overdraft", "5");
            await CliAsync("adjust", one, "1");
            await CliAsync("transfer", one, two, "1");
            await CliAsync("get", one);
            await CliAsync("history", one);
            await CliAsync("doctor", "--json"); // whatever it finds: another test may have parked a message
        }

        used.Keys.Order(StringComparer.Ordinal).ShouldBe(Allowed().Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> ActionsOf(string operation, JsonNode request) => operation switch
    {
        "TransactGetItems" => ["dynamodb:GetItem"],
        "TransactWriteItems" => request["TransactItems"]!.AsArray().SelectMany(item => item!.AsObject().Select(verb => verb.Key == "ConditionCheck" ? "dynamodb:ConditionCheckItem" : $"dynamodb:{verb.Key}Item")),
        _ => [$"dynamodb:{operation}"],
    };

    private static IEnumerable<string> Allowed() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs/iam-policy.json"))).RootElement.GetProperty("Statement").EnumerateArray()
            .SelectMany(statement => statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()!));

    private async Task CliAsync(params string[] arguments)
    {
        await using var cli = ChildProcess.StartDotnet(CliProcess.Program, [.. arguments, "--broker", $"amqp://wallet-cli:{SecuredServers.Password}@127.0.0.1:{servers.PlainPort}"]);
        (await cli.WaitForExitAsync()).ShouldBeOneOf(arguments[0] == "doctor" ? [0, 4] : [0]);
    }
}
