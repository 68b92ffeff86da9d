using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Worker;

/// <summary>
/// Bodies that would fill a worker's memory are the broker's to refuse, as docs/operating.md sets it up.
/// </summary>
[Collection(nameof(WorkerTests))]
[Trait("Broker", "Every")]
public sealed class LargeBodyTests(LocalServers servers)
{
    private const int Megabytes15 = 15 * 1024 * 1024;

    [Fact]
    public async Task Bodies_that_would_fill_a_worker_s_memory_are_refused_by_the_broker_and_others_are_answered()
    {
        var page = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs/operating.md"));
        await using var broker = new BrokerPart(
            page.Where(line => line.StartsWith("max_message_size", StringComparison.Ordinal)));
        await broker.StartAsync();

        // Three quarters of 512 MiB, as .NET takes them in a pod of deploy/kubernetes.
        await using var worker = WorkerProcess.Launch(
            broker.Port, servers.Engine, ("DOTNET_GCHeapHardLimit", "0x18000000"));
        await worker.WaitUntilReadyAsync();
        await using var connection = await broker.ConnectAsync(DocumentedUsers.Integrator);
        for (var sender = 0; sender < 40; sender++)
            await SendAsync(connection, new byte[Megabytes15]);

        await using var bus = await BusClient.ConnectAsync(broker.Port);
        var answer = await bus.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = Guid.NewGuid() });
        answer.Found.ShouldBeFalse();
        worker.Output.ShouldNotContain("OutOfMemory");
        worker.IsReady.ShouldBeTrue();
    }

    private static async Task SendAsync(IConnection connection, byte[] body)
    {
        var confirmed = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        await using var channel = await connection.CreateChannelAsync(confirmed);
        try
        {
            await channel.BasicPublishAsync("Wallet.Contracts:GetBalance", "", body);
        }
        catch (OperationInterruptedException error)
        {
            error.ShutdownReason!.ReplyText.ShouldContain("larger than");
        }
    }
}
