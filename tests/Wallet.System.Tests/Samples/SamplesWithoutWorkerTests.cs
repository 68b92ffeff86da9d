using RabbitMQ.Client;
using SystemTests.Parts;

namespace SystemTests.Samples;

/// <summary>Samples without a response say so and end, and what they sent has what an operator needs.</summary>
public sealed class SamplesWithoutWorkerTests(SamplesWithoutWorkerTests.Broker broker)
    : IClassFixture<SamplesWithoutWorkerTests.Broker>
{
    /// <summary>Whose tools cannot set a message's id and time.</summary>
    private const string WithoutProperties = "shell";

    [Theory]
    [MemberData(nameof(SamplesTests.All), MemberType = typeof(SamplesTests))]
    public async Task A_sample_says_that_nobody_answers_and_ends_with_3(string folder, string[] command)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueuePurgeAsync(Broker.Queue);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        string[] arguments = ["set", $"{Guid.NewGuid()}", "5"];
        await using var sample = SamplesTests.Start(folder, command, broker.Port, arguments, seconds: 2);

        var exitCode = await sample.WaitForExitAsync(SamplesTests.Patience);
        if (folder == "go")
            sample.Output.ShouldEndWith("exit status 3"); // which `go run` says, and ends with 1
        else
            exitCode.ShouldBe(3, sample.Output);
        sample.Output.ShouldContain("No answer within 2 s.");
        if (SamplesTests.HasMassTransit(command))
            return; // MassTransit's request has expired by now, and its envelope says when it was sent

        var sent = (await channel.BasicGetAsync(Broker.Queue, autoAck: true)).ShouldNotBeNull();
        if (folder == WithoutProperties)
            return;

        Guid.TryParse(sent.BasicProperties.MessageId, out _).ShouldBeTrue();
        sent.BasicProperties.Timestamp.UnixTime.ShouldBeGreaterThanOrEqualTo(before);
    }

    /// <summary>A broker with the worker's exchange and a queue without a consumer.</summary>
    public sealed class Broker : IAsyncLifetime
    {
        public const string Queue = "unserved";

        private const string Exchange = "Wallet.Contracts:SetBalance";

        private readonly BrokerPart _broker = new();

        public int Port => _broker.Port;

        public Task<IConnection> ConnectAsync() => _broker.ConnectAsync();

        public async ValueTask InitializeAsync()
        {
            await _broker.StartAsync();
            await using var connection = await ConnectAsync();
            await using var channel = await connection.CreateChannelAsync();
            await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync(Queue, Exchange, "");
        }

        public async ValueTask DisposeAsync() => await _broker.DisposeAsync();
    }
}
