using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Broker;
using Wallet.Worker.Messaging.Publishing;

namespace Wallet.Worker.Tests.Messaging.Publishing;

public sealed class ConfirmedPublisherTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Socket _nobody = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConfirmedPublisher _channel;

    public ConfirmedPublisherTests()
    {
        // and does not listen, so that its port refuses connections
        _nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _channel = new ConfirmedPublisher(
            new RabbitMqSettings { Host = "127.0.0.1", Port = ((IPEndPoint)_nobody.LocalEndPoint!).Port },
            _clock
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        _nobody.Dispose();
    }

    [Fact]
    public async Task A_message_waits_20_seconds_for_a_broker_that_is_away_and_then_says_that_it_is()
    {
        var publishing = PublishAsync(exchange: "", routingKey: "answers");
        var waited = TimeSpan.Zero;
        // an attempt ends within that; if not, more than 20 s pass, which is no fault
        while (await Task.WhenAny(publishing, Task.Delay(20)) != publishing)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            waited += TimeSpan.FromSeconds(1);
        }

        waited.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(20));
        BrokerOutage.Is(await Should.ThrowAsync<BrokerUnreachableException>(publishing)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_direct_reply_does_not_wait_because_whoever_waits_for_it_has_gone_with_the_broker() =>
        await Should.ThrowAsync<BrokerUnreachableException>(
            PublishAsync(exchange: "", routingKey: "amq.rabbitmq.reply-to.abc")
        );

    private Task PublishAsync(string exchange, string routingKey) =>
        _channel.PublishAsync(
            new OutgoingMessage(exchange, routingKey, new BasicProperties(), "{}"u8.ToArray()));
}
