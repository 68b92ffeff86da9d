using System.Text.Json;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Samples;

/// <summary>The samples in other languages, run as their page says, against a running worker.</summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class SamplesTests(LocalServers servers, RunningWorker worker) : IClassFixture<RunningWorker>
{
    /// <summary>The folder, what runs the sample, and whether it can tell the answer's name.</summary>
    public static TheoryData<string, string[], bool> All => new()
    {
        { "python", ["/usr/bin/python3", "wallet.py"], true },
        { "node", ["node", "wallet.js"], true },
        { "shell", ["sh", "wallet.sh"], false },
        { "csharp", ["dotnet", "run", "send.cs"], true },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_sample_sets_gets_and_subscribes(string folder, string[] command, bool tellsName)
    {
        var userId = Guid.NewGuid();

        var updated = await RunAsync(folder, command, tellsName ? "BalanceUpdated" : null, "set", $"{userId}", "1250");
        updated.GetProperty("userId").GetGuid().ShouldBe(userId);
        (updated.GetProperty("balance").GetInt64(), updated.GetProperty("version").GetInt64()).ShouldBe((1250, 1));

        var result = await RunAsync(folder, command, tellsName ? "BalanceResult" : null, "get", $"{userId}");
        result.GetProperty("found").GetBoolean().ShouldBeTrue();
        result.GetProperty("balance").GetInt64().ShouldBe(1250);

        var change = await SubscribeAsync(folder, command, userId);
        change.GetProperty("message").GetProperty("userId").GetGuid().ShouldBe(userId);
        worker.HasExited.ShouldBeFalse();
    }

    private async Task<JsonElement> RunAsync(string folder, string[] command, string? name, params string[] arguments)
    {
        await using var sample = Start(folder, command, arguments);
        (await sample.WaitForExitAsync()).ShouldBe(0, sample.Output);
        var line = sample.Output.Split('\n')[^1];
        if (name is null)
            return JsonDocument.Parse(line).RootElement;

        line.ShouldStartWith(name + " {");
        return JsonDocument.Parse(line[(name.Length + 1)..]).RootElement;
    }

    /// <summary>Changes the wallet until the sample, once it listens, has printed a change and ended.</summary>
    private async Task<JsonElement> SubscribeAsync(string folder, string[] command, Guid userId)
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        await using var sample = Start(folder, command, ["subscribe"]);
        await Eventually.GetAsync(
            async () =>
            {
                await bus.AskAsync<AdjustBalance, BalanceUpdated>(new AdjustBalance { UserId = userId, Amount = 1, OperationId = Guid.NewGuid() });
                return sample.HasExited ? folder : null;
            },
            "the sample to have seen a change");
        (await sample.WaitForExitAsync()).ShouldBe(0, sample.Output);
        return JsonDocument.Parse(sample.Output.Split('\n')[^1]).RootElement; // the shell's tools say on the error stream what their queue is called
    }

    private ChildProcess Start(string folder, string[] command, string[] arguments) => ChildProcess.Start(
        "env",
        ["-C", Path.Combine(Repository.Root, "samples", folder), .. command, .. arguments],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AMQP_URL"] = $"amqp://{DocumentedUsers.Integrator}:{DocumentedUsers.Password}@127.0.0.1:{servers.BrokerPort}",
        });
}
