using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Output;
using Wallet.Hosting.Guard;

namespace Wallet.Cli.Bus;

/// <summary>Opens plain AMQP connections, and explains failures in plain words.</summary>
internal static class Broker
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);

    /// <exception cref="CliException">
    /// The broker is unreachable or refuses the login; the remedy names a command that fixes it.
    /// </exception>
    public static async Task<IConnection> ConnectAsync(BrokerAddress address, CancellationToken cancelled)
    {
        var factory = new ConnectionFactory
        {
            HostName = address.Host,
            Port = address.Port,
            VirtualHost = address.VirtualHost,
            UserName = address.Username,
            Password = address.Password,
            ClientProvidedName = "wallet-cli",
            RequestedConnectionTimeout = ConnectTimeout,
        };
        factory.Guard(address.Security?.OptionsFor(address.Host));
        try
        {
            // A broker that hangs may accept the connection and then stay silent for ever.
            var connection = await factory.CreateConnectionAsync(cancelled).WaitAsync(AnswerMax, cancelled);

            // Opening a connection does not wait for the broker to accept the virtual host; opening a channel does.
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancelled)
                .WaitAsync(AnswerMax, cancelled);
            return connection;
        }
        catch (Exception error)
            when (!cancelled.IsCancellationRequested
                && error
                    is BrokerUnreachableException
                        or OperationInterruptedException
                        or IOException
                        or SocketException
                        or TimeoutException
            )
        {
            throw Explain(address, error);
        }
    }

    /// <summary>
    /// Waits for the broker's answer, but not for ever: it may hang, or be out of memory or disk space, and say
    /// nothing.
    /// </summary>
    /// <param name="answer">The call.</param>
    /// <param name="timeout">The time-out.</param>
    /// <param name="what">A description for people.</param>
    /// <exception cref="CliException">The time-out expired.</exception>
    public static async Task<T> WithinAsync<T>(Task<T> answer, TimeSpan timeout, string what)
    {
        await WithinAsync((Task)answer, timeout, what);
        return await answer;
    }

    /// <inheritdoc cref="WithinAsync{T}(Task{T}, TimeSpan, string)"/>
    public static async Task WithinAsync(Task answer, TimeSpan timeout, string what)
    {
        try
        {
            await answer.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            throw new CliException(
                ExitCodes.NoAnswer,
                $"The broker has not answered within {timeout.TotalSeconds:0.#} s when it was asked for {what}.",
                "Look at its log and its alarms (rabbitmq-diagnostics alarms); --timeout lets it take longer.");
        }
    }

    /// <summary>Explains a failure, in the broker's own words if it gave any.</summary>
    private static CliException Explain(BrokerAddress address, Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
            {
                return new CliException(
                    ExitCodes.NoAnswer,
                    $"No secure connection to the broker at {address.Host}:{address.Port}: {inner.Message}",
                    "Give its name as the certificate has it, its authority in RabbitMq__CaFile, and where it wants "
                        + "one, a certificate in RabbitMq__ClientCertificateFile."
                );
            }

            if (inner is AuthenticationFailureException or PossibleAuthenticationFailureException)
            {
                return new CliException(
                    ExitCodes.NoAnswer,
                    $"The broker at {address.Host}:{address.Port} refuses user '{address.Username}' with this "
                        + "password.",
                    "Set RabbitMq__Username and RabbitMq__Password, or give --broker amqp://user:password@host:port.");
            }

            if (
                inner is OperationInterruptedException { ShutdownReason: { } reason }
                && reason.ReplyText.Contains("vhost", StringComparison.OrdinalIgnoreCase)
            )
            {
                return new CliException(
                    ExitCodes.NoAnswer,
                    $"The broker at {address.Host}:{address.Port} does not let user '{address.Username}' into the "
                        + $"virtual host '{address.VirtualHost}'.",
                    $"rabbitmqctl add_vhost '{address.VirtualHost}' makes it, rabbitmqctl set_permissions lets the "
                        + "user in; or set RabbitMq__VirtualHost."
                );
            }
        }

        return new CliException(
            ExitCodes.NoAnswer,
            $"The broker at {address.Host}:{address.Port} cannot be reached: {error.GetBaseException().Message}",
            "./dev up (or docker compose up -d broker) starts one; another is named with --broker "
                + "amqp://user:password@host:port or RabbitMq__Host and RabbitMq__Port."
        );
    }
}
