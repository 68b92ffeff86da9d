using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SystemTests.Gateway;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>
/// What docker-compose.yml and Dockerfile say of settings, stops and containers is held against the programs. No
/// container engine is needed for it.
/// </summary>
public sealed partial class ComposeTests
{
    private static readonly string Compose = File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"));
    private static readonly string Image = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

    [Fact]
    public void Every_setting_is_one()
    {
        var known = Settings()
            .SelectMany(section =>
                section.Value.EnumerateObject().Select(setting => $"{section.Name}__{setting.Name}")
            );

        var used = SettingPattern()
            .Matches(Compose + Image)
            .Select(match => match.Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();

        used.Count.ShouldBeGreaterThan(4);
        used.ShouldBeSubsetOf(known);
    }

    [Theory]
    [InlineData("worker", "Worker")]
    [InlineData("gateway", "Gateway")]
    public void Our_programs_are_locked_and_have_the_time_that_they_need_to_stop(string service, string section)
    {
        var text = ServiceOf(service);
        var timeout = Settings()
            .Single(one => one.Name == section)
            .Value.GetProperty("ShutdownTimeoutSeconds")
            .GetInt32();

        text.ShouldContain("<<: *locked");
        int.Parse(GracePattern().Match(text).Groups["seconds"].Value, CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(timeout);
        text.ShouldContain("RabbitMq__PasswordFile: /run/secrets/broker_password");
    }

    [Fact]
    public void Locked_is_no_root_no_privileges_and_nothing_to_write_but_tmp()
    {
        var locked = Compose[
            Compose.IndexOf("x-locked:", StringComparison.Ordinal)..Compose.IndexOf(
                "services:",
                StringComparison.Ordinal
            )
        ];

        locked.ShouldContain("read_only: true");
        locked.ShouldContain("- /tmp");
        locked.ShouldContain("cap_drop:\n    - ALL");
        locked.ShouldContain("no-new-privileges:true");
        foreach (var stage in FinalStages())
            stage.ShouldContain("USER $APP_UID");
    }

    [Fact]
    public void Ports_are_this_hosts_own()
    {
        var ports = PortPattern().Matches(Compose).Select(match => match.Value).ToList();

        ports.Count.ShouldBeGreaterThan(4);
        ports.ShouldAllBe(port => port.StartsWith("127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_broker_may_not_open_so_many_files_that_making_room_for_them_takes_its_memory() =>
        ServiceOf("broker").ShouldContain("    ulimits:\n      nofile: 65536\n");

    [Fact]
    public void Every_image_of_ours_says_whether_it_is_well() =>
        FinalStages().ShouldAllBe(stage => stage.Contains("HEALTHCHECK", StringComparison.Ordinal));

    [Fact]
    public async Task The_gateways_health_check_passes_while_it_is_ready_and_not_before_or_after()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(broker.Port);
        (await CheckAsync(gateway.Port)).ShouldBe(0);

        await broker.StopAsync();
        await Eventually.GetAsync(
            async () => await CheckAsync(gateway.Port) != 0 ? "" : null,
            "the check to fail without a broker"
        );

        gateway.Terminate();
        (await gateway.WaitForExitAsync()).ShouldBe(0);
        (await CheckAsync(gateway.Port)).ShouldNotBe(0);
    }

    /// <summary>Runs the command that stands in the image's file, on another port.</summary>
    private static async Task<int> CheckAsync(int port)
    {
        var command = JsonSerializer.Deserialize<string[]>(
            HealthPattern()
                .Match(FinalStages().Single(stage => stage.Contains("AS gateway", StringComparison.Ordinal)))
                .Groups["command"]
                .Value
        )!;
        await using var check = ChildProcess.Start(
            command[0],
            command[1..].Select(argument => argument.Replace("5000", $"{port}", StringComparison.Ordinal))
        );
        return await check.WaitForExitAsync();
    }

    /// <summary>What becomes an image: all but the first stage, which builds.</summary>
    private static List<string> FinalStages() =>
        [.. StagePattern().Split(Image).Where(stage => stage.Contains("ENTRYPOINT", StringComparison.Ordinal))];

    private static string ServiceOf(string name) =>
        ServicePattern().Split(Compose).Single(part => part.StartsWith($"  {name}:\n", StringComparison.Ordinal));

    private static IEnumerable<JsonProperty> Settings() =>
        JsonDocument
            .Parse(File.ReadAllText(Path.Combine(Repository.Root, "appsettings.json")))
            .RootElement.EnumerateObject()
            .Where(section => section.Value.ValueKind == JsonValueKind.Object);

    [GeneratedRegex("(RabbitMq|DynamoDb|Worker|Gateway|Health)__[A-Za-z]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingPattern();

    [GeneratedRegex("stop_grace_period: (?<seconds>[0-9]+)s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GracePattern();

    [GeneratedRegex("(?<=^      - \")[0-9.:]+(?=\")", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PortPattern();

    [GeneratedRegex(
        @"^HEALTHCHECK .* CMD (?<command>\[.*\])$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex HealthPattern();

    [GeneratedRegex("^(?=FROM )", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StagePattern();

    [GeneratedRegex("^(?=  [a-z]+:$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ServicePattern();
}
