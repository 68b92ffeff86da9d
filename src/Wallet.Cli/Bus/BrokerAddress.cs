using System.Globalization;
using Wallet.Cli.Output;
using Wallet.Hosting.Broker;

namespace Wallet.Cli.Bus;

/// <summary>The broker's address and the login.</summary>
/// <param name="Host">A host name or an address.</param>
/// <param name="Port">The AMQP port.</param>
/// <param name="VirtualHost">The virtual host, <c>/</c> by default.</param>
/// <param name="Username">The user name.</param>
/// <param name="Password">The password. Never shown.</param>
/// <param name="IsTls">Whether to use TLS.</param>
internal sealed record BrokerAddress(
    string Host,
    ushort Port,
    string VirtualHost,
    string Username,
    string Password,
    bool IsTls = false
)
{
    private const ushort DefaultPort = 5672;
    private const string Form = "amqp://user:password@host:port/vhost, or amqps:// for TLS";

    /// <summary>The certificates; null without TLS, or before <see cref="Secured"/>.</summary>
    public BrokerTls? Security { get; private init; }

    /// <summary>
    /// Reads the address as the worker does: from RabbitMq__Host, __Port, __VirtualHost, __Username, __Password or
    /// __PasswordFile, and __Tls.
    /// </summary>
    /// <exception cref="CliException">One of them is invalid.</exception>
    public static BrokerAddress FromEnvironment(Func<string, string?> variable)
    {
        var port = Setting("Port", "5672");
        var tls = Setting("Tls", "false");
        return new BrokerAddress(
            Setting("Host", "localhost"),
            TryPort(port)
                ?? throw new CliException(
                    ExitCodes.UsageError,
                    $"RabbitMq__Port is '{port}', but takes a port from 1 to 65535."
                ),
            Setting("VirtualHost", "/"),
            Setting("Username", "guest"),
            PasswordIn(variable) ?? Setting("Password", "guest"),
            bool.TryParse(tls, out var isTls)
                ? isTls
                : throw new CliException(ExitCodes.UsageError, $"RabbitMq__Tls is '{tls}', but takes true or false.")
        );

        string Setting(string key, string otherwise) =>
            variable($"RabbitMq__{key}") is { Length: > 0 } value ? value : otherwise;
    }

    /// <summary>
    /// Parses <c>amqp://user:password@host:port/vhost</c>, of which only the host is required. Null if the text is
    /// something else.
    /// </summary>
    /// <remarks>Error messages must not quote the text, which contains a password.</remarks>
    public static BrokerAddress? TryParse(string text)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("amqp" or "amqps")
            || uri.Host.Length == 0
            || uri.Query.Length > 0
            || uri.Port == 0
        )
            return null;

        var vhost = uri.AbsolutePath.TrimStart('/');
        if (vhost.Contains('/', StringComparison.Ordinal))
            return null;

        var isTls = uri.Scheme == "amqps";
        var user = uri.UserInfo.Split(':', 2);
        return new BrokerAddress(
            uri.Host,
            uri.Port < 0 ? isTls ? (ushort)BrokerTls.Port : DefaultPort : (ushort)uri.Port,
            vhost.Length == 0 ? "/" : Uri.UnescapeDataString(vhost),
            user[0].Length == 0 ? "guest" : Uri.UnescapeDataString(user[0]),
            user.Length < 2 ? "guest" : Uri.UnescapeDataString(user[1]),
            isTls);
    }

    /// <summary>
    /// Adds the certificates, which an address cannot name: RabbitMq__CaFile, __ClientCertificateFile and
    /// __ClientKeyFile.
    /// </summary>
    /// <exception cref="CliException">A file is unusable, or the user may not log in to such a host.</exception>
    public BrokerAddress Secured(Func<string, string?> variable)
    {
        if (BrokerTls.FaultOfUser(Username, Host) is { } fault)
            throw new CliException(ExitCodes.UsageError, fault);
        if (!IsTls)
            return this;

        var security = BrokerTls.TryLoad(
            File("CaFile"),
            File("ClientCertificateFile"),
            File("ClientKeyFile"),
            out fault
        );
        return fault is null
            ? this with
            {
                Security = security,
            }
            : throw new CliException(ExitCodes.UsageError, fault);

        string File(string key) => variable($"RabbitMq__{key}") ?? "";
    }

    /// <summary>Describes the form of an address, for people.</summary>
    public static string Expected => $"an address such as {Form}; a slash in vhost is written %2F";

    /// <summary>The address without its password.</summary>
    public override string ToString() =>
        $"{(IsTls ? "amqps" : "amqp")}://{Username}@{Host}:{Port}"
        + (VirtualHost == "/" ? "" : "/" + Uri.EscapeDataString(VirtualHost));

    private static string? PasswordIn(Func<string, string?> variable)
    {
        if (variable("RabbitMq__PasswordFile") is not { Length: > 0 } file)
            return null;
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                ExitCodes.UsageError,
                $"RabbitMq__PasswordFile is '{file}', but takes a file that can be read."
            );
        }
    }

    private static ushort? TryPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}
