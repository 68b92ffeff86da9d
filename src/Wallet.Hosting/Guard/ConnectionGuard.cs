using RabbitMQ.Client;

namespace Wallet.Hosting.Guard;

/// <summary>
/// Puts a guard between RabbitMQ's client and the broker, so that a message whose properties the client cannot read
/// costs no connection.
/// </summary>
internal static class ConnectionGuard
{
    /// <summary>What a broker lets a body have at the most. One above the client's limit ends the connection.</summary>
    private const uint BodyBytesMax = 536_870_912;

    /// <summary>From the next connection on. May be called again.</summary>
    /// <param name="factory">What opens the connections.</param>
    /// <param name="tls">How to speak TLS; null for none. The factory's own options are not used.</param>
    /// <param name="onReplaced">Told of each message whose properties are replaced: why they cannot be read.</param>
    public static void Guard(this ConnectionFactory factory, SslOption? tls, Action<string>? onReplaced = null)
    {
        // What stands between the client and TLS has to set up TLS itself.
        factory.Ssl = new SslOption();
        factory.SocketFactory = family => new GuardedClient(family, tls, onReplaced);
        factory.MaxInboundMessageBodySize = BodyBytesMax;
    }
}
