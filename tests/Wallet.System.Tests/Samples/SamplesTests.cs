using System.Text.Json;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Samples;

/// <summary>The samples in other languages, run as their page says, against a running worker.</summary>
[Collection(nameof(ProgramTests))]
[Trait("Broker", "Every")]
public sealed class SamplesTests(LocalServers servers, RunningWorker worker) : IClassFixture<RunningWorker>
{
    /// <summary>The folder, and what runs the sample.</summary>
    public static TheoryData<string, string[]> All => new()
    {
        { "python", ["/usr/bin/python3", "wallet.py"] },
        { "node", ["node", "wallet.js"] },
        { "shell", ["sh", "wallet.sh"] },
        { "csharp", ["dotnet", "run", "send.cs"] },
        { "csharp", ["dotnet", "run", "request.cs"] },
        { "go", ["GO111MODULE=off", "GOPATH=/usr/share/gocode", "go", "run", "wallet.go"] },
        { "java", ["java", "-cp", "/usr/share/java/amqp-client.jar:/usr/share/java/slf4j-api.jar", "Wallet.java"] },
        { "php", ["php", "wallet.php"] },
    };

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_sample_sets_gets_and_subscribes(string folder, string[] command)
    {
        var userId = Guid.NewGuid();

        var updated = await RunAsync(folder, command, "BalanceUpdated", "set", $"{userId}", "1250");
        updated.GetProperty("userId").GetGuid().ShouldBe(userId);
        (updated.GetProperty("balance").GetInt64(), updated.GetProperty("version").GetInt64()).ShouldBe((1250, 1));

        var result = await RunAsync(folder, command, "BalanceResult", "get", $"{userId}");
        result.GetProperty("found").GetBoolean().ShouldBeTrue();
        result.GetProperty("balance").GetInt64().ShouldBe(1250);

        if (HasMassTransit(command))
            return; // its user may take no events

        var change = await SubscribeAsync(folder, command, userId);
        change.GetProperty("message").GetProperty("userId").GetGuid().ShouldBe(userId);
        worker.HasExited.ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_page_says_how_a_sample_is_run(string folder, string[] command)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "samples/README.md"));

        page.ShouldContain($"({folder}/{command[^1]})");
        page.ShouldContain(string.Join(' ', command[0] == "sh" ? ["./wallet.sh"] : command)
            .Replace("/usr/bin/", "", StringComparison.Ordinal) + " set ");
    }

    private async Task<JsonElement> RunAsync(string folder, string[] command, string name, params string[] arguments)
    {
        await using var sample = Start(folder, command, servers.BrokerPort, arguments);
        (await sample.WaitForExitAsync(Patience)).ShouldBe(0, sample.Output);
        if (folder != "shell") // whose tools do not tell the answer's name
            sample.Output.Split('\n')[^1].ShouldStartWith(name + " {");
        return Answer(sample, name);
    }

    /// <summary>What it printed last, with or without its name.</summary>
    private static JsonElement Answer(ChildProcess sample, string name)
    {
        var line = sample.Output.Split('\n')[^1];
        var json = line.StartsWith(name + " ", StringComparison.Ordinal) ? line[name.Length..] : line;
        return JsonDocument.Parse(json).RootElement;
    }

    /// <summary>Changes the wallet until the sample, once it listens, has printed a change and ended.</summary>
    private async Task<JsonElement> SubscribeAsync(string folder, string[] command, Guid userId)
    {
        await using var bus = await BusClient.ConnectAsync(servers);
        await using var sample = Start(folder, command, servers.BrokerPort, ["subscribe"]);
        await Eventually.GetAsync(
            async () =>
            {
                var adjust = new AdjustBalance { UserId = userId, Amount = 1, OperationId = Guid.NewGuid() };
                await bus.AskAsync<AdjustBalance, BalanceUpdated>(adjust);
                return sample.HasExited ? folder : null;
            },
            "the sample to have seen a change");
        (await sample.WaitForExitAsync()).ShouldBe(0, sample.Output);
        return Answer(sample, "BalanceUpdated"); // the shell's tools say on the error stream what their queue is called
    }

    internal static bool HasMassTransit(string[] command) => command[^1] == "request.cs";

    /// <summary>Whose rights in docs/permissions.md a sample is run with.</summary>
    private static string UserOf(string[] command) =>
        HasMassTransit(command) ? DocumentedUsers.DotnetIntegrator : DocumentedUsers.Integrator;

    internal static TimeSpan Patience => TimeSpan.FromMinutes(3); // the first run of some compiles

    internal static ChildProcess Start(
        string folder, string[] command, int brokerPort, string[] arguments, int seconds = 60) => ChildProcess.Start(
        "env",
        ["-C", Path.Combine(Repository.Root, "samples", folder), .. command, .. arguments],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AMQP_URL"] = $"amqp://{UserOf(command)}:{DocumentedUsers.Password}@127.0.0.1:{brokerPort}",
            ["ANSWER_SECONDS"] = $"{seconds}",
        });
}
