using System.Security.Authentication;
using RabbitMQ.Client.Exceptions;
using SystemTests.Cli;
using SystemTests.Parts;
using Wallet.Hosting.Broker;
using Wallet.Worker.Messaging.Publishing;

namespace SystemTests.Security;

/// <summary>
/// Whose word the worker takes for being the broker. Its own connection for answers obeys the same rule as
/// MassTransit's.
/// </summary>
[Collection(nameof(SecurityTests))]
public sealed class TlsTests(SecuredServers servers)
{
    [Fact]
    public async Task Over_TLS_1_3_alone_a_message_is_taken_and_answered()
    {
        await using var front = new TlsFront(
            servers.Authority.ForServer(SecuredServers.Host),
            SslProtocols.Tls13,
            servers.PlainPort
        );
        await using var worker = Launch(
            ("RabbitMq__Port", $"{front.Port}"),
            ("RabbitMq__ClientCertificateFile", ""),
            ("RabbitMq__ClientKeyFile", ""),
            ("Health__QueuesSeconds", "60")
        ); // Looking at queues takes a connection, too.
        await worker.WaitUntilReadyAsync();

        // Plain, by the way: what is looked at here is the worker's side.
        (await CliProcess.RunAsync(servers.PlainPort, "set", $"{Guid.NewGuid()}", "5")).ExitCode.ShouldBe(0);

        front.Connections.ShouldBeGreaterThan(1, "answers have a connection of their own");
    }

    [Fact]
    public async Task A_broker_for_another_host_is_refused_and_said_to_be()
    {
        await ShouldBeRefusedAsync(
            "is not for '127.0.0.1', which is what RabbitMq:Host names",
            ("RabbitMq__Host", "127.0.0.1")
        );
    }

    [Fact]
    public async Task A_broker_of_an_unknown_authority_is_refused_and_said_to_be()
    {
        using var other = new PrivateAuthority("Somebody Else");
        await ShouldBeRefusedAsync("is not trusted", ("RabbitMq__CaFile", other.CaFile));
        await ShouldBeRefusedAsync("is not trusted", ("RabbitMq__CaFile", ""));
    }

    [Fact]
    public async Task A_broker_whose_certificate_has_expired_is_refused_and_said_to_be()
    {
        await using var front = new TlsFront(
            servers.Authority.ForServer(SecuredServers.Host, TimeSpan.FromDays(-1)),
            SslProtocols.None,
            servers.PlainPort
        );
        await ShouldBeRefusedAsync("is not trusted", ("RabbitMq__Port", $"{front.Port}"));
    }

    [Fact]
    public async Task A_broker_that_wants_a_certificate_lets_nobody_in_without_one()
    {
        await ShouldBeRefusedAsync(null, ("RabbitMq__ClientCertificateFile", ""), ("RabbitMq__ClientKeyFile", ""));
    }

    [Fact]
    public async Task The_command_line_says_what_is_wrong_with_a_certificate()
    {
        var (exitCode, output) = await CliAsync("127.0.0.1");

        exitCode.ShouldBe(3);
        output.ShouldContain("is not for '127.0.0.1'");
        output.ShouldContain("RabbitMq__CaFile");
    }

    /// <summary>Neither MassTransit, in a worker, nor the connection for answers may get through.</summary>
    private async Task ShouldBeRefusedAsync(string? reason, params (string Key, string Value)[] wrong)
    {
        var settings = Settings(wrong);
        await using var answers = new ConfirmedPublisher(settings, TimeProvider.System);
        var error = await Should.ThrowAsync<Exception>(() =>
            answers.PublishAsync(
                new OutgoingMessage("", "nobody", new RabbitMQ.Client.BasicProperties(), "{}"u8.ToArray()),
                PublishRetry.None));
        error.ShouldBeOfType<BrokerUnreachableException>();
        if (reason is not null)
            error.ToString().ShouldContain(reason);

        await using var worker = Launch(wrong);
        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("Connection Failed", StringComparison.Ordinal),
            "MassTransit to be refused"
        );
        if (reason is not null)
            await Eventually.IsTrueAsync(() => worker.Output.Contains(reason, StringComparison.Ordinal), reason);
        worker.IsReady.ShouldBeFalse();
        worker.Kill();
    }

    private WorkerProcess Launch(params (string Key, string Value)[] wrong) =>
        WorkerProcess.Launch(servers.TlsPort, servers.Engine, servers.ByTls("wallet-worker", wrong));

    private RabbitMqSettings Settings((string Key, string Value)[] wrong)
    {
        var settings = new RabbitMqSettings();
        foreach (var (key, value) in servers.ByTls("wallet-worker", wrong))
        {
            var property = typeof(RabbitMqSettings).GetProperty(key["RabbitMq__".Length..])!;
            property.SetValue(
                settings,
                property.PropertyType == typeof(string)
                    ? value
                    : Convert.ChangeType(
                        value,
                        property.PropertyType,
                        System.Globalization.CultureInfo.InvariantCulture
                    )
            );
        }

        settings.Complete().ShouldBeEmpty();
        return settings;
    }

    private async Task<(int ExitCode, string Output)> CliAsync(string host)
    {
        var environment = servers
            .ByTls("wallet-cli", ("RabbitMq__Host", host))
            .Reverse()
            .DistinctBy(one => one.Key)
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        await using var cli = ChildProcess.StartDotnet(CliProcess.Program, ["get", $"{Guid.NewGuid()}"], environment);
        return (await cli.WaitForExitAsync(), cli.Output);
    }
}
