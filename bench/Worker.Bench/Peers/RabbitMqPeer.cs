using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Wallet.Contracts;

namespace WorkerBench.Peers;

/// <summary>The same without MassTransit: RabbitMQ's own client, plain JSON, and no more than that needs.</summary>
internal static class RabbitMqPeer
{
    private const string Events = "by-hand-balance-updated";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task RunAsync()
    {
        using var dynamoDb = PeerSettings.NewClient();
        var wallets = new PeerWallets(dynamoDb);
        var factory = new ConnectionFactory
        {
            HostName = "127.0.0.1",
            Port = PeerSettings.AmqpPort,
            ConsumerDispatchConcurrency = PeerSettings.InFlight,
        };
        await using var connection = await factory.CreateConnectionAsync();
        await ConsumeAsync<SetBalance>(connection, "by-hand-set-balance", async (publish, properties, message) =>
        {
            var updated = await wallets.SetAsync(message);
            await PublishAsync(publish, Events, "", new BasicProperties(), updated);
            if (properties.ReplyTo is not null)
                await ReplyAsync(publish, properties, updated);
        });
        await ConsumeAsync<GetBalance>(connection, "by-hand-get-balance", async (publish, properties, message) =>
            await ReplyAsync(publish, properties, await wallets.GetAsync(message)));
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task ConsumeAsync<T>(
        IConnection connection,
        string queue,
        Func<IChannel, IReadOnlyBasicProperties, T, Task> handle
    )
    {
        var publishing = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await publishing.ExchangeDeclareAsync(Events, ExchangeType.Fanout, durable: true);
        var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        await channel.BasicQosAsync(0, PeerSettings.InFlight, global: false);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var message = JsonSerializer.Deserialize<T>(delivery.Body.Span, Json)!;
            await handle(publishing, delivery.BasicProperties, message);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync(queue, autoAck: false, consumer);
    }

    private static Task ReplyAsync<T>(IChannel channel, IReadOnlyBasicProperties request, T message) =>
        PublishAsync(
            channel,
            "",
            request.ReplyTo!,
            new BasicProperties { CorrelationId = request.CorrelationId },
            message
        );

    private static async Task PublishAsync<T>(
        IChannel channel,
        string exchange,
        string routingKey,
        BasicProperties properties,
        T message
    )
    {
        properties.ContentType = "application/json";
        properties.Persistent = true;
        await channel.BasicPublishAsync(
            exchange,
            routingKey,
            mandatory: false,
            properties,
            JsonSerializer.SerializeToUtf8Bytes(message, Json)
        );
    }
}
