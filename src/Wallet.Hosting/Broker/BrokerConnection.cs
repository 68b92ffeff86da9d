using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Hosting.Guard;

namespace Wallet.Hosting.Broker;

/// <summary>Applies the broker settings to a client: login, addresses and TLS.</summary>
internal static class BrokerConnection
{
    /// <summary>
    /// How long a connection may take. A broker that hangs accepts it and says nothing, and the client would wait for
    /// ever.
    /// </summary>
    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Opens a connection of RabbitMQ's own client.</summary>
    /// <param name="settings">Which broker.</param>
    /// <param name="name">What the broker's page calls the connection.</param>
    /// <exception cref="Exception">The broker cannot be reached, or refuses the login.</exception>
    public static async Task<IConnection> ConnectAsync(this RabbitMqSettings settings, string name)
    {
        using var limit = new CancellationTokenSource(ConnectTimeout);
        return await settings.NewConnectionFactory().CreateConnectionAsync(name, limit.Token);
    }

    /// <summary>Creates a connection factory for RabbitMQ's own client.</summary>
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
            AutomaticRecoveryEnabled = false, // callers open a new connection when they need one
        };
        factory.Guard(settings.Security?.OptionsFor(settings.Host));
        return factory;
    }

    /// <summary>Configures MassTransit's host.</summary>
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
    /// Checks that the broker accepts the login. MassTransit never retries after a refused login, although passwords
    /// and users may change while the program runs; so a refusal must not reach it.
    /// </summary>
    /// <exception cref="ConnectionException">
    /// The broker refuses the login, or does not answer. MassTransit retries after 3 to 30 s.
    /// </exception>
    private static async Task LogInAsync(RabbitMqSettings settings)
    {
        if (!await IsRefusedAsync(settings))
            return;
        LogContext.Current?.Logger.LogError(
            new EventId(3101, "LoginRefused"),
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
            await using var connection = await settings.ConnectAsync("wallet login");
            return false;
        }
        catch (OperationCanceledException error)
        {
            // MassTransit would wait for such a broker without an end.
            throw new ConnectionException("The broker does not answer.", error, isTransient: true);
        }
        catch (Exception error)
        {
            return IsRefused(error); // MassTransit meets any other failure, too, logs it and retries
        }
    }

    private static bool IsRefused(Exception? error)
    {
        while (error is not (null or AuthenticationFailureException))
            error = error.InnerException;
        return error is not null;
    }
}
