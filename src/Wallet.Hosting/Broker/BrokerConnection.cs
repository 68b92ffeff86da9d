using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Guard;
using Wallet.Hosting.Settings;

namespace Wallet.Hosting.Broker;

/// <summary>How the settings are handed to whoever connects: as whom, and with what security.</summary>
internal static class BrokerConnection
{
    /// <summary>For RabbitMQ's own client.</summary>
    public static ConnectionFactory NewConnectionFactory(this RabbitMqSettings settings)
    {
        settings.Refresh();
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
    public static void UseSettings(this IRabbitMqHostConfigurator host, RabbitMqSettings settings, GuardWatch watch)
    {
        host.Username(settings.Username);
        host.Password(settings.Password);
        host.OnRefreshConnectionFactory = async factory =>
        {
            await LogInAsync(settings);
            factory.Password = settings.Password;
            factory.Guard(settings.Security?.OptionsFor(settings.Host), watch.Replaced);
        };
    }

    /// <summary>
    /// Looks whether the broker lets us in. A login that it refuses is the one fault after which MassTransit never
    /// tries again, although passwords and users are changed while programs run; so it does not get to see that.
    /// </summary>
    /// <exception cref="ConnectionException">It does not. MassTransit tries again after 3 to 30 s.</exception>
    private static async Task LogInAsync(RabbitMqSettings settings)
    {
        if (!await IsRefusedAsync(settings))
            return;
        LogContext.Error?.Log(
            "The broker at {Host}:{Port} refuses user '{User}' with this password. It is tried again, with whatever "
                + "RabbitMq:PasswordFile holds then.",
            settings.Host,
            settings.Port,
            settings.Username);
        throw new ConnectionException($"The broker refuses user '{settings.Username}'.", isTransient: true);
    }

    private static async Task<bool> IsRefusedAsync(RabbitMqSettings settings)
    {
        try
        {
            await using var connection = await settings.NewConnectionFactory().CreateConnectionAsync("wallet login");
            return false;
        }
        catch (Exception error)
        {
            return IsRefused(error); // Anything else MassTransit meets, too, says so, and tries again.
        }
    }

    private static bool IsRefused(Exception? error)
    {
        while (error is not (null or AuthenticationFailureException))
            error = error.InnerException;
        return error is not null;
    }
}
