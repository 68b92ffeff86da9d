using System.Globalization;

namespace Wallet.Cli.Bus;

/// <summary>Where the broker is and as whom to enter.</summary>
/// <param name="Host">A host name or an address.</param>
/// <param name="Port">The AMQP port.</param>
/// <param name="VirtualHost">The virtual host, <c>/</c> by default.</param>
/// <param name="Username">The user.</param>
/// <param name="Password">The password. Never shown.</param>
internal sealed record BrokerAddress(string Host, ushort Port, string VirtualHost, string Username, string Password)
{
    private const ushort DefaultPort = 5672;
    private const string Form = "amqp://user:password@host:port/vhost";

    /// <summary>As the worker reads it: from RabbitMq__Host, __Port, __VirtualHost, __Username and __Password.</summary>
    /// <exception cref="CliException">The port is none.</exception>
    public static BrokerAddress FromEnvironment(Func<string, string?> variable)
    {
        var port = Setting("Port", "5672");
        return new BrokerAddress(
            Setting("Host", "localhost"),
            TryPort(port) ?? throw new CliException(ExitCodes.NotUnderstood, $"RabbitMq__Port is '{port}', but takes a port from 1 to 65535."),
            Setting("VirtualHost", "/"),
            Setting("Username", "guest"),
            Setting("Password", "guest"));

        string Setting(string key, string otherwise) => variable($"RabbitMq__{key}") is { Length: > 0 } value ? value : otherwise;
    }

    /// <summary>Reads <c>amqp://user:password@host:port/vhost</c>; all but the host may be left out. Null where it is something else.</summary>
    /// <remarks>The words of a failure must not quote the text: it holds a password.</remarks>
    public static BrokerAddress? TryParse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "amqp" || uri.Host.Length == 0 || uri.Query.Length > 0 || uri.Port == 0)
            return null;

        var vhost = uri.AbsolutePath.TrimStart('/');
        if (vhost.Contains('/', StringComparison.Ordinal))
            return null;

        var user = uri.UserInfo.Split(':', 2);
        return new BrokerAddress(
            uri.Host,
            uri.Port < 0 ? DefaultPort : (ushort)uri.Port,
            vhost.Length == 0 ? "/" : Uri.UnescapeDataString(vhost),
            user[0].Length == 0 ? "guest" : Uri.UnescapeDataString(user[0]),
            user.Length < 2 ? "guest" : Uri.UnescapeDataString(user[1]));
    }

    /// <summary>What an address looks like, for people.</summary>
    public static string Expected => $"an address such as {Form}; a slash in vhost is written %2F";

    /// <summary>The address without its password.</summary>
    public override string ToString() => $"amqp://{Username}@{Host}:{Port}{(VirtualHost == "/" ? "" : "/" + Uri.EscapeDataString(VirtualHost))}";

    private static ushort? TryPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}
