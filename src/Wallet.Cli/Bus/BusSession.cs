using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Wallet.Cli.Output;
using Wallet.Contracts;
using Wallet.Hosting.Guard;

namespace Wallet.Cli.Bus;

/// <summary>A connection to the bus for the duration of one command: sends requests and waits for responses.</summary>
internal sealed class BusSession : IAsyncDisposable
{
    /// <summary>
    /// Only the wait is cancelled, never the request: cancelling a publish confuses its channel. MassTransit's time-out
    /// does not run while a request is being sent to a broker that takes nothing.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BrokerMax = TimeSpan.FromSeconds(5);

    private readonly IConnection _plain;
    private readonly ServiceProvider _services;
    private readonly TimeSpan _timeout;

    private BusSession(IConnection plain, ServiceProvider services, TimeSpan timeout)
    {
        _plain = plain;
        _services = services;
        _timeout = timeout;
    }

    /// <exception cref="CliException">The broker is unreachable or refuses the login.</exception>
    public static async Task<BusSession> ConnectAsync(
        BrokerAddress address,
        TimeSpan timeout,
        CancellationToken cancelled
    )
    {
        // MassTransit would retry for ever without saying why. So what it needs is tried first, in plain AMQP.
        var plain = await Broker.ConnectAsync(address, cancelled);
        var services = new ServiceCollection().AddMassTransit(bus =>
            bus.DisableUsageTelemetry()
                .UsingRabbitMq(
                    (_, rabbit) =>
                        rabbit.Host(
                            address.Host,
                            address.Port,
                            address.VirtualHost,
                            "wallet-cli",
                            host =>
                            {
                                host.Username(address.Username);
                                host.Password(address.Password);
                                host.OnRefreshConnectionFactory = factory =>
                                {
                                    factory.Guard(address.Security?.OptionsFor(address.Host));
                                    return Task.CompletedTask;
                                };
                            }
                        )
                )
        );
        var session = new BusSession(plain, services.BuildServiceProvider(), timeout);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            limit.CancelAfter(timeout);
            await session.DeclareAsync(channel => channel.QueueDeclareAsync($"wallet_bus_{Guid.NewGuid():N}"));
            await session._services.GetRequiredService<IBusControl>().StartAsync(limit.Token);
            return session;
        }
        catch (Exception error) when (!cancelled.IsCancellationRequested)
        {
            await session.DisposeAsync();
            throw MissingRight.Explain(error)
                ?? new CliException(
                    ExitCodes.NoAnswer,
                    $"The broker at {address.Host}:{address.Port} let us in, but no bus could be started on it: "
                        + $"{error.GetBaseException().Message}"
                );
        }
    }

    /// <summary>Sends an operation and waits for its outcome.</summary>
    /// <exception cref="CliException">
    /// No response came. It names the operation, which may have taken effect.
    /// </exception>
    public async Task<object> CarryOutAsync<TRequest, TResponse>(TRequest request, Guid operationId,
        CancellationToken cancelled)
        where TRequest : class
        where TResponse : class
    {
        await MayAskAsync<TRequest>();
        try
        {
            var answer = Client<TRequest>().GetResponse<TResponse, OperationRefused>(request, CancellationToken.None);
            return (await answer.WaitAsync(_timeout + Grace, cancelled)).Message;
        }
        catch (Exception error)
        {
            throw NoResponse.Because(error, _timeout, operationId, cancelled.IsCancellationRequested);
        }
    }

    /// <summary>Sends a query and waits for the response.</summary>
    /// <exception cref="CliException">No response came in time, or the worker failed.</exception>
    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request, CancellationToken cancelled)
        where TRequest : class
        where TResponse : class
    {
        await MayAskAsync<TRequest>();
        try
        {
            var answer = Client<TRequest>().GetResponse<TResponse>(request, CancellationToken.None);
            return (await answer.WaitAsync(_timeout + Grace, cancelled)).Message;
        }
        catch (Exception error)
        {
            throw NoResponse.Because(error, _timeout, null, cancelled.IsCancellationRequested);
        }
    }

    /// <summary>Creates a client for many requests; it throws MassTransit's own exceptions.</summary>
    public IRequestClient<TRequest> Client<TRequest>()
        where TRequest : class
        => _services.CreateRequestClient<TRequest>(RequestTimeout.After(ms: (int)_timeout.TotalMilliseconds));

    /// <summary>Never throws and takes little time: the results have been printed already.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(BrokerMax);
        try
        {
            await _services.GetRequiredService<IBusControl>().StopAsync(limit.Token).WaitAsync(BrokerMax);
            await _services.DisposeAsync().AsTask().WaitAsync(BrokerMax);
            await _plain.DisposeAsync().AsTask().WaitAsync(BrokerMax);
        }
        catch (Exception)
        {
            // the process ends now, and its connections with it
        }
    }

    /// <summary>
    /// Declares a request's exchange as MassTransit would, which retries for ever if the user lacks the permission.
    /// </summary>
    /// <remarks>Nothing has been sent yet.</remarks>
    private Task MayAskAsync<TRequest>() => DeclareAsync(channel => channel.ExchangeDeclareAsync(
        $"{typeof(TRequest).Namespace}:{typeof(TRequest).Name}", ExchangeType.Fanout, durable: true));

    private async Task DeclareAsync(Func<IChannel, Task> declare) => await Broker.WithinAsync(
        Task.Run(async () =>
        {
            await using var channel = await _plain.CreateChannelAsync();
            await declare(channel);
        }),
        BrokerMax,
        "what a request needs");
}
