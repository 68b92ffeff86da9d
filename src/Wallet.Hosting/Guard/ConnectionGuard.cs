using RabbitMQ.Client;

namespace Wallet.Hosting.Guard;

/// <summary>
/// Puts a filter between RabbitMQ's client and the broker, so that a message whose properties the client cannot read
/// does not end the connection.
/// </summary>
internal static class ConnectionGuard
{
    /// <summary>
    /// RabbitMQ's maximum body length. The client ends the connection if a body is longer than its own limit.
    /// </summary>
    private const uint BodyBytesMax = 536_870_912;

    /// <summary>Guards all connections that the factory opens from now on. May be called again.</summary>
    /// <param name="factory">The connection factory.</param>
    /// <param name="tls">The TLS options; null for none. The factory's own options are not used.</param>
    /// <param name="onReplaced">Called for each message whose properties are replaced, with the reason.</param>
    public static void Guard(this ConnectionFactory factory, SslOption? tls, Action<string>? onReplaced = null)
    {
        // TLS sits below the filter, so the filter has to set it up.
        factory.Ssl = new SslOption();
        factory.SocketFactory = family => new GuardedClient(family, tls, onReplaced);
        factory.MaxInboundMessageBodySize = BodyBytesMax;
    }
}
