using System.Net;
using System.Net.Http.Json;
using SystemTests.Parts;

namespace SystemTests.Gateway;

[Collection(nameof(ProgramTests))]
public sealed class StartAndStopTests(LocalServers servers)
{
    [Fact]
    public async Task After_SIGTERM_what_is_under_way_is_answered_streams_end_and_the_exit_code_is_0()
    {
        await using var worker = await WorkerProcess.StartAsync(servers);
        await using var gateway = await GatewayProcess.StartAsync(servers.BrokerPort);
        using var events = await EventReader.OpenAsync(gateway.Http, "events");

        var asked = Enumerable
            .Range(0, 20)
            .Select(balance => gateway.Http.PutAsJsonAsync($"wallet/{Guid.NewGuid()}", new { balance }))
            .ToList();
        await Task.WhenAny(asked); // some are answered, the rest are under way
        gateway.Terminate();

        foreach (var answer in await Task.WhenAll(asked))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        while (await events.NextAsync() is not null)
        {
        }

        (await gateway.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, gateway.Output);
        gateway.Output.ShouldNotContain("fail:");
    }

    [Theory]
    [InlineData(
        "Gateway__AnswerTimeoutMs",
        "5",
        "Gateway:AnswerTimeoutMs is '5', but takes a number of milliseconds from 100 to 60000."
    )]
    [InlineData("Gateway__StreamsMax", "many", "Gateway:StreamsMax is 'many'")]
    [InlineData("Gateway__Port", "5000", "Gateway:Port is no setting. The settings of Gateway are AnswerTimeoutMs")]
    [InlineData("RabbitMq__Port", "0", "RabbitMq:Port is '0', but takes a port from 1 to 65535.")]
    public async Task A_wrong_setting_stops_the_gateway_with_one_line_that_names_it(
        string key,
        string value,
        string line
    )
    {
        await using var gateway = GatewayProcess.Launch(servers.BrokerPort, (key, value));

        (await gateway.WaitForExitAsync()).ShouldBe(1, gateway.Output);

        gateway.Output.Split('\n').ShouldHaveSingleItem().ShouldContain(line);
    }

    [Fact]
    public async Task An_address_that_is_none_is_said_without_a_stack_trace()
    {
        await using var gateway = GatewayProcess.Launch(servers.BrokerPort, ("ASPNETCORE_URLS", "nonsense"));

        (await gateway.WaitForExitAsync()).ShouldBe(1, gateway.Output);

        gateway.Output.ShouldContain("Invalid url: 'nonsense'");
        gateway.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task An_address_that_is_in_use_is_said_without_a_stack_trace()
    {
        await using var first = await GatewayProcess.StartAsync(servers.BrokerPort);
        await using var second = GatewayProcess.Launch(
            servers.BrokerPort,
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{first.Port}")
        );

        (await second.WaitForExitAsync()).ShouldBe(1, second.Output);

        second.Output.ShouldContain($"http://127.0.0.1:{first.Port}: address already in use");
        second.Output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Unless_told_otherwise_it_listens_on_port_5000_of_this_host_only()
    {
        await using var gateway = GatewayProcess.Launch(servers.BrokerPort, ("ASPNETCORE_URLS", ""));

        // Another process may have the port; the gateway must name it all the same.
        await Eventually.IsTrueAsync(
            () => gateway.Output.Contains(":5000", StringComparison.Ordinal) || gateway.HasExited,
            "the gateway to name its address"
        );

        gateway.Output.ShouldContain("5000");
        gateway.Output.ShouldNotContain("0.0.0.0");
        gateway.Output.ShouldNotContain("[::]:");
    }
}
