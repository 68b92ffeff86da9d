using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using SystemTests.Parts;
using Wallet.Contracts;

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
            await using var bus = await BusClient.ConnectAsync(servers.PlainPort);
            var (one, two, operationId) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
            await bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = one, Balance = 100, OperationId = operationId });
            await bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = one, Balance = 100, OperationId = operationId });
            await bus.AskAsync<SetBalance, BalanceUpdated>(new SetBalance { UserId = two, Balance = 100, Overdraft = 5 });
            await bus.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = one, Amount = 1 });
            await bus.AskAsync<AdjustBalance, OperationRefused>(new AdjustBalance { UserId = one, Amount = -1000 });
            await bus.AskAsync<TransferBalance, BalanceTransferred>(new TransferBalance { From = one, To = two, Amount = 1 });
            await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = one });
            await bus.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = one });
            await bus.AskAsync<GetOperation, OperationResult>(new GetOperation { OperationId = operationId });
            await bus.AskAsync<GetDiagnosis, DiagnosisResult>(new GetDiagnosis());
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
}
