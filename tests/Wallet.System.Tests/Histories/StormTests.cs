using SystemTests.Fronts;
using SystemTests.Parts;

namespace SystemTests.Histories;

/// <summary>
/// Whatever a storm does, nothing is lost and nothing is doubled. <c>./dev faults</c> runs longer ones.
/// </summary>
[Collection(nameof(TrafficTests))]
[Trait("Category", "Faults")]
public sealed class StormTests(LocalServers servers, ITestOutputHelper output)
{
    [Fact]
    [Trait("Broker", "Every")]
    public Task Workers_that_are_killed_under_load_lose_nothing_and_double_nothing() =>
        RunAsync("the embedded engine", servers.Engine, StormSettings.FromEnvironment(share: 1));

    [Fact]
    public async Task The_same_holds_on_AWS_own_engine()
    {
        await using var engine = new EnginePart("dynamodb-local");
        await engine.StartAsync();
        await RunAsync(
            "AWS's own engine",
            new Uri($"http://127.0.0.1:{engine.Port}"),
            StormSettings.FromEnvironment(share: 5)
        );
    }

    [Fact]
    public async Task The_same_holds_behind_a_front_that_behaves_like_AWS()
    {
        var settings = StormSettings.FromEnvironment(share: 10);
        var (front, environment) = await FrontedWorker.StartFrontAsync(servers.Engine, settings.Seed);
        await using var _ = front;

        await RunAsync(
            "the embedded engine behind the front",
            new Storm(settings, servers, servers.Engine, front.Endpoint, environment),
            settings);

        var report = front.Counts.Report();
        output.WriteLine($"requests {string.Join(", ", report.Requests)}");
        output.WriteLine($"refused {string.Join(", ", report.Refused)}; reasons {string.Join(", ", report.Reasons)}");
        report.Refused.Keys.ShouldNotContain("AccessDeniedException");
        report.Refused.Keys.ShouldNotContain("InvalidSignatureException");
    }

    [Fact]
    public void A_seed_names_what_the_clients_ask_down_to_the_ids()
    {
        var settings = new StormSettings(Operations: 300, Clients: 3, Wallets: 4, OperationsPerKill: 100, Seed: 7);

        Intents(settings).ShouldBe(Intents(settings));
        Intents(settings).ShouldNotBe(Intents(settings with { Seed = 8 }));
        Intents(settings).Count(intent => intent.Repetition != Repetition.Late).ShouldBe(300);

        static List<Intent> Intents(StormSettings settings) =>
            [.. Enumerable.Range(0, settings.Clients).SelectMany(client => new StormPlan(settings).Of(client))];
    }

    private Task RunAsync(string where, Uri engine, StormSettings settings) =>
        RunAsync(where, new Storm(settings, servers, engine, engine), settings);

    private async Task RunAsync(string where, Storm storm, StormSettings settings)
    {
        var result = await storm.RunAsync();

        output.WriteLine($"storm on {where}: {result}"); // eng/test.sh shows this line
        result.Objections.Take(20).ShouldBeEmpty();
        (result.Lost, result.Doubled).ShouldBe((0, 0));
        result.Operations.ShouldBe(settings.Operations);
        result.Kills.ShouldBeGreaterThan(3);
        result.Duplicates.ShouldBeGreaterThan(settings.Operations / 25);
        result.LateRepeats.ShouldBeGreaterThan(settings.Operations / 25);
    }
}
