using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SystemTests.Cli;
using SystemTests.Gateway;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>
/// Every program as a user that is allowed exactly what docs/permissions.md says; all of them by TLS, with
/// certificates.
/// </summary>
[Collection(nameof(SecurityTests))]
[Trait("Broker", "Every")]
public sealed partial class PermissionTests(SecuredServers servers)
{
    [Fact]
    public async Task With_exactly_what_the_page_gives_them_every_program_does_its_work()
    {
        await using var worker = WorkerProcess.Launch(
            servers.TlsPort,
            servers.Engine,
            servers.ByTls("wallet-worker", ("Worker__PulseSeconds", "1"))
        );
        await using var gateway = GatewayProcess.Launch(servers.TlsPort, servers.ByTls("wallet-gateway"));
        await worker.WaitUntilReadyAsync();
        await gateway.WaitForAsync("health/ready");
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());

        // The gateway: a request and its answer, an event, a pulse and the queues.
        using var stream = await gateway.Http.GetAsync(
            $"wallet/{one}/events",
            HttpCompletionOption.ResponseHeadersRead
        );
        (await SetAsync(gateway, one)).StatusCode.ShouldBe(HttpStatusCode.OK, gateway.Output);
        using (var lines = new StreamReader(await stream.Content.ReadAsStreamAsync()))
            await Eventually.GetAsync(
                async () => (await lines.ReadLineAsync())!.Contains($"{one}", StringComparison.Ordinal) ? "seen" : null,
                "an event in the stream"
            );
        await Eventually.GetAsync(
            async () =>
                await gateway.Http.GetStringAsync("pulse") is var pulse && PulsePattern().IsMatch(pulse) ? pulse : null,
            "a pulse, and the queues' depths"
        );

        // The command line: every verb that asks, one that only listens, and one that moves parked messages.
        await CliAsync("set", $"{two}", "100");
        await CliAsync("transfer", $"{one}", $"{two}", "50");
        await CliAsync("history", $"{two}");
        await using (var watch = Cli("watch", $"{two}", "--count", "1", "--json"))
        {
            await Eventually.GetAsync(
                async () =>
                {
                    (await SetAsync(gateway, two)).StatusCode.ShouldBe(HttpStatusCode.OK, gateway.Output);
                    return watch.HasExited ? "seen" : null;
                },
                "an event to be seen");
            (await watch.WaitForExitAsync()).ShouldBe(0, watch.Output);
        }

        await IntegrateAsync(one);
        await SendAsTesterAsync("wallet-set-balance_dead");
        (await CliAsync("errors", "list")).ShouldContain("wallet-set-balance_dead: 1");
        await using (var replay = Cli("errors", "replay", "--all"))
            // A message that is bad stays bad; that it may be moved is the point.
            (await replay.WaitForExitAsync()).ShouldBeOneOf(0, 4);
        await CliAsync("get", $"{one}");
        await using (var doctor = Cli("doctor"))
        {
            (await doctor.WaitForExitAsync()).ShouldBe(4, doctor.Output); // because of the bad messages
            doctor.Output.ShouldNotContain("refuse", Case.Insensitive);
        }

        var everything = worker.Output + gateway.Output;
        everything.ShouldNotContain("ACCESS_REFUSED", Case.Insensitive);
        everything.ShouldNotContain("not say how full");
    }

    [Fact]
    public async Task What_scales_the_workers_sees_how_long_a_queue_is_and_may_do_nothing_else()
    {
        await using var worker = await servers.ConnectAsync(DocumentedUsers.Worker);
        await using (var declaring = await worker.CreateChannelAsync())
            await declaring.QueueDeclareAsync(
                "wallet-of-this-test",
                durable: true,
                exclusive: false,
                autoDelete: false
            );
        using var http = new HttpClient { BaseAddress = servers.Management };
        var credentials = Encoding.UTF8.GetBytes($"keda:{DocumentedUsers.Password}");
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(credentials));

        // As KEDA asks, and by the route of getting messages.
        var queue = await http.GetStringAsync("api/queues/%2F/wallet-of-this-test?columns=name,messages");
        queue.ShouldContain("wallet-of-this-test");
        using var wanted = JsonContent.Create(new { count = 1, ackmode = "ack_requeue_false", encoding = "auto" });
        using var got = await http.PostAsync("api/queues/%2F/wallet-of-this-test/get", wanted);
        got.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var purged = await http.DeleteAsync("api/queues/%2F/wallet-of-this-test/contents");
        purged.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await using var connection = await servers.ConnectAsync("keda");
        await using var channel = await connection.CreateChannelAsync();
        var error = await Should.ThrowAsync<OperationInterruptedException>(
            channel.BasicGetAsync("wallet-of-this-test", autoAck: true)
        );
        ((int)error.ShutdownReason!.ReplyCode).ShouldBe(Constants.AccessRefused);
    }

    [Theory]
    [InlineData("set", "0f8fad5b-d9cb-469f-a165-70867728950e", "5")]
    [InlineData("errors", "list", "--queue", "wallet-set-balance_error")]
    [InlineData("watch", "--count", "1")]
    [InlineData("doctor")]
    public async Task The_command_line_names_a_right_that_its_user_lacks(params string[] arguments)
    {
        await using (var worker = WorkerProcess.Launch(servers.PlainPort, servers.Engine))
            await worker.WaitUntilReadyAsync();
        await SendAsTesterAsync("wallet-set-balance_error");
        var environment = CliProcess.EnvironmentFor(servers.PlainPort);
        environment["RabbitMq__Username"] = "keda";

        await using var cli = ChildProcess.StartDotnet(CliProcess.Program, arguments, environment);
        (await cli.WaitForExitAsync()).ShouldNotBe(0, cli.Output);

        // which 3.10 lets look at queues
        if (arguments is not ["doctor"] || cli.Output.Contains("RabbitMQ 4", StringComparison.Ordinal))
            cli.Output.ShouldMatch("The broker refuses a right: .*access to .* refused for user 'keda'");
        cli.Output.ShouldNotContain("was lost");
    }

    [Fact]
    public async Task Worker_and_gateway_name_a_right_that_their_user_lacks()
    {
        await using var worker = WorkerProcess.Launch(
            servers.PlainPort,
            servers.Engine,
            ("RabbitMq__Username", "keda")
        );
        await using var gateway = GatewayProcess.Launch(servers.PlainPort, ("RabbitMq__Username", "keda"));

        await Eventually.IsTrueAsync(
            () => worker.Output.Contains("the broker refuses a right", StringComparison.Ordinal),
            "the worker to say so"
        );
        worker.Output.ShouldMatch("Nothing is taken from 'wallet-.*access to queue 'wallet-.* refused for user 'keda'");
        await Eventually.IsTrueAsync(
            () => gateway.Output.Contains("ACCESS_REFUSED", StringComparison.Ordinal),
            "the gateway to say so"
        );
        gateway.Output.ShouldMatch("access to queue 'wallet-gateway-.* refused for user 'keda'");
    }

    [Fact]
    public async Task An_integrator_can_neither_forge_an_event_nor_take_somebody_elses_messages()
    {
        await using var connection = await servers.ConnectAsync("ledger");
        await ShouldBeRefusedAsync(channel =>
            channel.BasicPublishAsync("Wallet.Contracts:BalanceUpdated", "", "{}"u8.ToArray()).AsTask()
        );
        await ShouldBeRefusedAsync(channel => channel.BasicGetAsync("wallet-set-balance", autoAck: true));
        await ShouldBeRefusedAsync(channel => channel.BasicGetAsync("wallet-set-balance_error", autoAck: true));
        await ShouldBeRefusedAsync(channel => channel.QueueDeleteAsync("wallet-set-balance"));
        await ShouldBeRefusedAsync(channel =>
            channel.BasicPublishAsync("", "wallet-set-balance", "{}"u8.ToArray()).AsTask()
        );

        async Task ShouldBeRefusedAsync(Func<IChannel, Task> act)
        {
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true,
                    publisherConfirmationTrackingEnabled: true
                )
            );
            try
            {
                await act(channel);
            }
            catch (Exception error)
                when (error is OperationInterruptedException or AlreadyClosedException or PublishException)
            {
                // Said below: the channel knows why it was closed.
            }

            await Eventually.IsTrueAsync(() => channel.CloseReason is not null, "the channel to be closed");
            ((int)channel.CloseReason!.ReplyCode).ShouldBe(Constants.AccessRefused);
        }
    }

    /// <summary>
    /// What a system in another language does: it sends, is answered at once and by a queue of its own, and binds it to
    /// the events.
    /// </summary>
    private async Task IntegrateAsync(Guid userId)
    {
        await using var connection = await servers.ConnectAsync("ledger");
        await using var channel = await connection.CreateChannelAsync();
        var answers = new List<string>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            lock (answers)
                answers.Add(delivery.BasicProperties.Type ?? Encoding.UTF8.GetString(delivery.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync("amq.rabbitmq.reply-to", autoAck: true, consumer);
        await channel.QueueDeclareAsync("ledger-events", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("ledger-events", "Wallet.Contracts:BalanceUpdated", "");
        await channel.BasicConsumeAsync("ledger-events", autoAck: true, consumer);

        await PublishAsync($$"""{"userId":"{{userId}}","balance":7,"operationId":"{{Guid.NewGuid()}}"}""");
        await Eventually.IsTrueAsync(() => Count() >= 2, "an answer and an event");
        await PublishAsync($$"""{"userId":"{{userId}}"}"""); // Will be parked, and its sender told so.
        await Eventually.IsTrueAsync(() => Count() >= 3, "a failure");

        async Task PublishAsync(string body) =>
            await channel.BasicPublishAsync(
                "Wallet.Contracts:SetBalance",
                "",
                mandatory: true,
                new BasicProperties { ReplyTo = "amq.rabbitmq.reply-to" },
                Encoding.UTF8.GetBytes(body)
            );

        int Count()
        {
            lock (answers)
                return answers.Count;
        }
    }

    private static Task<HttpResponseMessage> SetAsync(GatewayProcess gateway, Guid userId) =>
        gateway.Http.PostAsync($"wallet/{userId}", new FormUrlEncodedContent([new("balance", "500")]));

    private async Task<string> CliAsync(params string[] arguments)
    {
        await using var cli = Cli(arguments);
        (await cli.WaitForExitAsync()).ShouldBe(0, cli.Output);
        return cli.Output;
    }

    private async Task SendAsTesterAsync(string queue)
    {
        await using var connection = await servers.ConnectAsync(DocumentedUsers.Tester);
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", queue, "{}"u8.ToArray());
    }

    [GeneratedRegex("\"workers\":\\[\\{.*\"queue\":\"wallet-set-balance\"", RegexOptions.Singleline, 1000)]
    private static partial Regex PulsePattern();

    private ChildProcess Cli(params string[] arguments) =>
        ChildProcess.StartDotnet(
            CliProcess.Program,
            arguments,
            servers.ByTls("wallet-cli").ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal)
        );
}
