using SystemTests.Cli;
using SystemTests.Parts;

namespace SystemTests.Telemetry;

[Collection(nameof(TrafficTests))]
public sealed class SilenceTests(LocalServers servers)
{
    /// <summary>Everything else is set: once without an address, once with all of it switched off.</summary>
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    public async Task Where_nothing_says_where_to_nothing_is_exported(string key, string value)
    {
        using var receiver = new OtlpReceiver();
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            servers.Engine,
            [.. receiver.Settings, (key, value)]
        );
        await worker.WaitUntilReadyAsync();
        var (exitCode, output) = await CliProcess.RunAsync(servers.BrokerPort, "set", $"{Guid.NewGuid()}", "5");
        exitCode.ShouldBe(0, output);

        worker.Terminate(); // which would export what is left
        (await worker.WaitForExitAsync()).ShouldBe(0, worker.Output);

        receiver.HasTakenNothing.ShouldBeTrue();
    }

    [Theory]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "collector:4317",
        "OTEL_EXPORTER_OTLP_ENDPOINT is 'collector:4317', but takes an address such as http://localhost:4317."
    )]
    [InlineData(
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "smoke",
        "OTEL_EXPORTER_OTLP_PROTOCOL is 'smoke', but takes grpc or http/protobuf."
    )]
    public async Task A_wrong_setting_of_OpenTelemetry_stops_the_worker_instead_of_being_passed_over(
        string key,
        string value,
        string line
    )
    {
        await using var worker = WorkerProcess.Launch(servers.BrokerPort, servers.Engine, (key, value));

        (await worker.WaitForExitAsync()).ShouldBe(1);

        worker.Output.Split('\n').ShouldHaveSingleItem().ShouldBe(line);
    }

    [Fact]
    public async Task A_collector_that_is_away_keeps_no_message_from_being_answered_and_no_worker_from_stopping()
    {
        await using var worker = WorkerProcess.Launch(
            servers.BrokerPort,
            servers.Engine,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{Ports.Free()}"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
        );
        await worker.WaitUntilReadyAsync();
        var (exitCode, output) = await CliProcess.RunAsync(servers.BrokerPort, "set", $"{Guid.NewGuid()}", "5");
        exitCode.ShouldBe(0, output);

        worker.Terminate();

        (await worker.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0, worker.Output);
    }
}
