using Amazon.DynamoDBv2;
using RabbitMQ.Client;

namespace SystemTests.Parts;

/// <summary>A real broker and the embedded engine, started once for all tests of the worker.</summary>
public sealed class LocalServers : IAsyncLifetime
{
    private readonly BrokerPart _broker = new();
    private readonly EnginePart _engine = new();

    public int BrokerPort => _broker.Port;

    public Uri Engine => new($"http://127.0.0.1:{_engine.Port}");

    public async ValueTask InitializeAsync() => await Task.WhenAll(_broker.StartAsync(), _engine.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _engine.DisposeAsync();
    }

    /// <summary>The AWS SDK's own client, to look behind ours.</summary>
    public AmazonDynamoDBClient PlainDynamoDb() => Engines.PlainClient(Engine);

    /// <summary>RabbitMQ's own client, with which tests look into queues.</summary>
    public Task<IConnection> PlainRabbitMqAsync() => _broker.ConnectAsync();

    /// <summary>The same, as a system in another language would have it.</summary>
    public Task<IConnection> IntegratorAsync() => _broker.ConnectAsync(DocumentedUsers.Integrator);
}

/// <summary>Tests of the worker.</summary>
[CollectionDefinition(nameof(WorkerTests))]
public sealed class WorkerTests : ICollectionFixture<LocalServers>;

/// <summary>Tests of the worker under traffic, beside the others and with servers of their own.</summary>
[CollectionDefinition(nameof(TrafficTests))]
public sealed class TrafficTests : ICollectionFixture<LocalServers>;

/// <summary>Tests of the programs around it, beside those of the worker and with servers of their own.</summary>
[CollectionDefinition(nameof(ProgramTests))]
public sealed class ProgramTests : ICollectionFixture<LocalServers>;
