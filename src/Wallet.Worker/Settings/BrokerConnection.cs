using MassTransit;
using RabbitMQ.Client;
using Wallet.Hosting.Guard;
using Wallet.Worker.Telemetry;

namespace Wallet.Worker.Settings;

/// <summary>How the settings are handed to whoever connects: as whom, and with what security.</summary>
internal static class BrokerConnection
{
    /// <summary>For RabbitMQ's own client.</summary>
    public static ConnectionFactory NewConnectionFactory(this RabbitMqSettings settings)
    {
        var factory = new ConnectionFactory
        {
            HostName = settings.Host,
            Port = settings.Port,
            VirtualHost = settings.VirtualHost,
            UserName = settings.Username,
            Password = settings.Password,
            AutomaticRecoveryEnabled = false, // whoever needs a connection opens one
        };
        factory.Guard(settings.Security?.OptionsFor(settings.Host));
        return factory;
    }

    /// <summary>For MassTransit.</summary>
    public static void Enter(this IRabbitMqHostConfigurator host, RabbitMqSettings settings, GuardWatch watch)
    {
        host.Username(settings.Username);
        host.Password(settings.Password);
        host.OnRefreshConnectionFactory = factory =>
        {
            factory.Guard(settings.Security?.OptionsFor(settings.Host), watch.Replaced);
            return Task.CompletedTask;
        };
    }
}
