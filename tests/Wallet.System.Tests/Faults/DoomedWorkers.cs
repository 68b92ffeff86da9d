using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using SystemTests.Parts;
using TypedTables;
using Wallet.Storage;
using Wallet.Storage.Domain;

namespace SystemTests.Faults;

/// <summary>
/// Two workers, each as it ships but for the hook that can kill it, on an engine behind a proxy. Who dies is replaced.
/// </summary>
public sealed class DoomedWorkers(LocalServers servers) : IAsyncLifetime
{
    private const string Replies = "doomed_bus_replies";
    private const int SigkillExitCode = 128 + 9;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wallet-doom-");
    private readonly string _tables = $"doom{Guid.NewGuid():N}_";
    private readonly List<WorkerProcess> _workers = [];
    private FaultyProxy _proxy = null!;
    private TableClient _client = null!;
    private BusClient _bus = null!;
    private ExchangeTap _events = null!;
    private ExchangeTap _replies = null!;

    internal Table<UserWallet> Wallets => _client.Table(UserWalletTable.Schema);

    internal Table<OperationRecord> Operations => _client.Table(OperationTable.Schema);

    internal BusClient Bus => _bus;

    public async ValueTask InitializeAsync()
    {
        _proxy = new FaultyProxy(servers.Engine, _ => ProxyFault.None, KillBeforeTheAnswerAsync);
        _client = new TableClient(
            new TableClientOptions
            {
                Endpoint = servers.Engine,
                Region = "us-west-2",
                TableName = name => _tables + name,
            }
        );
        _bus = await BusClient.ConnectAsync(servers);
        _events = await ExchangeTap.OpenAsync(servers, ExchangeTap.Events);
        _replies = await ExchangeTap.OpenAsync(servers, Replies);
        _workers.AddRange([Launch(), Launch()]);
        await Task.WhenAll(_workers.Select(worker => worker.WaitUntilReadyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _replies.DisposeAsync();
        await _events.DisposeAsync();
        await _bus.DisposeAsync();
        _client.Dispose();
        await _proxy.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// Sends a message that a worker will die of at a step, and waits until it has been delivered again and answered.
    /// </summary>
    /// <returns>Every reply and every event of the operation.</returns>
    internal async Task<(IReadOnlyList<string> Replies, IReadOnlyList<(Guid MessageId, string Text)> Events)> SendAsync(
        string verb,
        object message,
        Guid operationId,
        string step
    )
    {
        Doom.Announce(_folder.FullName, operationId, step);
        await PublishAsync(verb, message);
        await Eventually.IsTrueAsync(
            () => Doom.VictimOf(_folder.FullName, operationId) is not null,
            $"a worker to reach {step}"
        );
        await ReplaceAsync(Doom.VictimOf(_folder.FullName, operationId)!.Value);

        // After the response, the one who died has answered already.
        var expected = step == nameof(FailPoint.AfterRespond) ? 2 : 1;
        await Eventually.IsTrueAsync(
            () => Of(_replies.Messages).Count() >= expected,
            "the answer of the worker that did not die"
        );
        return ([.. Of(await _replies.AllAsync()).Select(one => one.Text)], [.. Of(await _events.AllAsync())]);

        IEnumerable<(Guid MessageId, string Text)> Of(IEnumerable<(Guid MessageId, JsonElement Message)> messages) =>
            messages
                .Where(one => one.Message.TryGetProperty("operationId", out var id) && id.GetGuid() == operationId)
                .Select(one => (one.MessageId, one.Message.GetRawText()));
    }

    /// <summary>One worker is dead, by SIGKILL, and it is the one that was to die.</summary>
    private async Task ReplaceAsync(int victim)
    {
        var worker = _workers.Single(worker => worker.Id == victim);
        (await worker.WaitForExitAsync()).ShouldBe(SigkillExitCode, worker.Output);
        _workers.Count(other => other.HasExited).ShouldBe(1);
        await worker.DisposeAsync();
        _workers.Remove(worker);
        _workers.Add(Launch());
    }

    private WorkerProcess Launch() => WorkerProcess.Launch(
        servers.BrokerPort,
        _proxy.Endpoint,
        ("DynamoDb__TablePrefix", _tables),
        ("DOTNET_STARTUP_HOOKS", typeof(DoomedWorkers).Assembly.Location),
        (Doom.Variable, _folder.FullName));

    private async Task PublishAsync(string verb, object message)
    {
        var envelope = new
        {
            messageId = Guid.NewGuid(),
            requestId = Guid.NewGuid(),
            responseAddress = $"rabbitmq://127.0.0.1:{servers.BrokerPort}/{Replies}",
            messageType = new[] { $"urn:message:Wallet.Contracts:{verb}" },
            message,
        };
        await using var connection = await servers.PlainRabbitMqAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true };
        var body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(envelope, JsonSerializerOptions.Web));
        await channel.BasicPublishAsync($"Wallet.Contracts:{verb}", "", mandatory: true, properties, body);
    }

    /// <summary>
    /// In the engine's place: carries a transaction out and, where its sender has said that it is to lose the answer,
    /// kills it before it has it.
    /// </summary>
    private async Task<JsonNode?> KillBeforeTheAnswerAsync(
        string operation,
        JsonNode request,
        Func<JsonNode, Task<JsonNode>> engine
    )
    {
        if (
            operation != "TransactWriteItems"
            || OperationIdOf(request) is not { } operationId
            || Doom.VictimOf(_folder.FullName, operationId) is not { } victim
        )
            return null;

        // A worker that is gone has died by itself, and this call comes from the next one.
        if (_workers.Find(worker => worker.Id == victim) is not { HasExited: false } worker)
            return null;

        var answer = await engine(request);
        worker.Kill();
        await worker.WaitForExitAsync();
        return answer;
    }

    private static Guid? OperationIdOf(JsonNode request) => request["TransactItems"]!.AsArray()
        .Select(item => item!["Put"]?["Item"]?["operation_id"]?["S"]?.GetValue<string>())
        .OfType<string>().Select(id => (Guid?)Guid.Parse(id)).FirstOrDefault();
}
