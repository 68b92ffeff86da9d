using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using SystemTests.Cli;
using SystemTests.Gateway;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>Every program as a user that is allowed exactly what docs/permissions.md says; all of them by TLS, with certificates.</summary>
[Collection(nameof(SecurityTests))]
public sealed partial class PermissionTests(SecuredServers servers)
{
    [Fact]
    public async Task With_exactly_what_the_page_gives_them_every_program_does_its_work()
    {
        await using var worker = WorkerProcess.Launch(servers.TlsPort, servers.Engine, servers.ByTls("wallet-worker", ("Worker__PulseSeconds", "1")));
        await using var gateway = GatewayProcess.Launch(servers.TlsPort, servers.ByTls("wallet-gateway"));
        await worker.WaitUntilReadyAsync();
        await gateway.WaitForAsync("health/ready");
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());

        // The gateway: a request and its answer, an event, a pulse and the queues.
        using var stream = await gateway.Http.GetAsync($"wallet/{one}/events", HttpCompletionOption.ResponseHeadersRead);
        (await SetAsync(gateway, one)).StatusCode.ShouldBe(HttpStatusCode.OK, gateway.Output);
        using (var lines = new StreamReader(await stream.Content.ReadAsStreamAsync()))
            await Eventually.GetAsync(async () => (await lines.ReadLineAsync())!.Contains($"{one}", StringComparison.Ordinal) ? "seen" : null, "an event in the stream");
        await Eventually.GetAsync(async () => await gateway.Http.GetStringAsync("pulse") is var pulse && PulsePattern().IsMatch(pulse) ? pulse : null, "a pulse, and the queues' depths");

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
        await CliAsync("errors", "list");
        await using (var replay = Cli("errors", "replay", "--all"))
            (await replay.WaitForExitAsync()).ShouldBeOneOf(0, 4); // A message that is bad stays bad; that it may be moved is the point.
        await CliAsync("get", $"{one}");

        var everything = worker.Output + gateway.Output;
        everything.ShouldNotContain("ACCESS_REFUSED", Case.Insensitive);
        everything.ShouldNotContain("access_refused", Case.Insensitive);
    }

    [Fact]
    public async Task What_scales_the_workers_sees_how_long_a_queue_is_and_may_do_nothing_else()
    {
        await using var connection = await ConnectAsync("keda");
        await using var channel = await connection.CreateChannelAsync();
        await using (var worker = await ConnectAsync("wallet-worker"))
        await using (var declaring = await worker.CreateChannelAsync())
            await declaring.QueueDeclareAsync("wallet-of-this-test", durable: true, exclusive: false, autoDelete: false);

        (await channel.QueueDeclarePassiveAsync("wallet-of-this-test")).MessageCount.ShouldBe(0u);

        var error = await Should.ThrowAsync<OperationInterruptedException>(channel.BasicGetAsync("wallet-of-this-test", autoAck: true));
        ((int)error.ShutdownReason!.ReplyCode).ShouldBe(Constants.AccessRefused);
    }

    [Fact]
    public async Task An_integrator_can_neither_forge_an_event_nor_take_somebody_elses_messages()
    {
        await using var connection = await ConnectAsync("ledger");
        await ShouldBeRefusedAsync(channel => channel.BasicPublishAsync("Wallet.Contracts:BalanceUpdated", "", "{}"u8.ToArray()).AsTask());
        await ShouldBeRefusedAsync(channel => channel.BasicGetAsync("wallet-set-balance", autoAck: true));
        await ShouldBeRefusedAsync(channel => channel.BasicGetAsync("wallet-set-balance_error", autoAck: true));
        await ShouldBeRefusedAsync(channel => channel.QueueDeleteAsync("wallet-set-balance"));
        await ShouldBeRefusedAsync(channel => channel.BasicPublishAsync("", "wallet-set-balance", "{}"u8.ToArray()).AsTask());

        async Task ShouldBeRefusedAsync(Func<IChannel, Task> act)
        {
            await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            try
            {
                await act(channel);
            }
            catch (Exception error) when (error is OperationInterruptedException or AlreadyClosedException or PublishException)
            {
                // Said below: the channel knows why it was closed.
            }

            await Eventually.IsTrueAsync(() => channel.CloseReason is not null, "the channel to be closed");
            ((int)channel.CloseReason!.ReplyCode).ShouldBe(Constants.AccessRefused);
        }
    }

    /// <summary>What a system in another language does: it sends, is answered at once and by a queue of its own, and binds it to the events.</summary>
    private async Task IntegrateAsync(Guid userId)
    {
        await using var connection = await ConnectAsync("ledger");
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

        async Task PublishAsync(string body) => await channel.BasicPublishAsync(
            "Wallet.Contracts:SetBalance", "", mandatory: true, new BasicProperties { ReplyTo = "amq.rabbitmq.reply-to" }, Encoding.UTF8.GetBytes(body));

        int Count()
        {
            lock (answers)
                return answers.Count;
        }
    }

    private Task<IConnection> ConnectAsync(string user) =>
        new ConnectionFactory { HostName = "127.0.0.1", Port = servers.PlainPort, UserName = user, Password = SecuredServers.Password }.CreateConnectionAsync();

    private static Task<HttpResponseMessage> SetAsync(GatewayProcess gateway, Guid userId) =>
        gateway.Http.PostAsync($"wallet/{userId}", new FormUrlEncodedContent([new("balance", "500")]));

    private async Task CliAsync(params string[] arguments)
    {
        await using var cli = Cli(arguments);
        (await cli.WaitForExitAsync()).ShouldBe(0, cli.Output);
    }

    [GeneratedRegex("\"workers\":\\[\\{.*\"queue\":\"wallet-set-balance\"", RegexOptions.Singleline, 1000)]
    private static partial Regex PulsePattern();

    private ChildProcess Cli(params string[] arguments) =>
        ChildProcess.StartDotnet(CliProcess.Program, arguments, servers.ByTls("wallet-cli").ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal));
}
