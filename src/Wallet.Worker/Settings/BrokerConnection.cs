using MassTransit;
using RabbitMQ.Client;

namespace Wallet.Worker.Settings;

/// <summary>How the settings are handed to whoever connects: as whom, and with what security.</summary>
internal static class BrokerConnection
{
    /// <summary>For RabbitMQ's own client.</summary>
    public static ConnectionFactory NewConnectionFactory(this RabbitMqSettings settings) => new()
    {
        HostName = settings.Host,
        Port = settings.Port,
        VirtualHost = settings.VirtualHost,
        UserName = settings.Username,
        Password = settings.Password,
        Ssl = settings.Security?.OptionsFor(settings.Host) ?? new SslOption(),
        AutomaticRecoveryEnabled = false, // whoever needs a connection opens one
    };

    /// <summary>For MassTransit.</summary>
    public static void Enter(this IRabbitMqHostConfigurator host, RabbitMqSettings settings)
    {
        host.Username(settings.Username);
        host.Password(settings.Password);
        if (settings.Security is { } security)
            host.UseSsl(ssl => security.Configure(ssl, settings.Host));
    }
}
