using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Wallet.Cli.Bus;

/// <summary>A connection to the bus for the length of one verb: sends requests and waits for their answers.</summary>
internal sealed class BusSession : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TimeSpan _timeout;

    private BusSession(ServiceProvider services, TimeSpan timeout)
    {
        _services = services;
        _timeout = timeout;
    }

    /// <exception cref="CliException">The broker cannot be reached or does not let us in.</exception>
    public static async Task<BusSession> ConnectAsync(BrokerAddress address, TimeSpan timeout, CancellationToken cancelled)
    {
        // MassTransit would try for ever, and would not say why in vain.
        await using (await Broker.ConnectAsync(address, cancelled))
        {
        }

        var services = new ServiceCollection().AddMassTransit(bus => bus.DisableUsageTelemetry().UsingRabbitMq((_, rabbit) => rabbit.Host(
            address.Host,
            address.Port,
            address.VirtualHost,
            "wallet-cli",
            host =>
            {
                host.Username(address.Username);
                host.Password(address.Password);
                if (address.Security is { } security)
                    host.UseSsl(ssl => security.Configure(ssl, address.Host));
            })));
        var session = new BusSession(services.BuildServiceProvider(), timeout);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
            limit.CancelAfter(timeout);
            await session._services.GetRequiredService<IBusControl>().StartAsync(limit.Token);
            return session;
        }
        catch (Exception error) when (!cancelled.IsCancellationRequested)
        {
            await session.DisposeAsync();
            throw new CliException(ExitCodes.NoAnswer, $"The broker at {address.Host}:{address.Port} let us in, but no bus could be started on it: {error.GetBaseException().Message}");
        }
    }

    /// <summary>Asks, and waits for whichever of two answers comes.</summary>
    /// <exception cref="CliException">No answer came in time, or the worker could not carry it out.</exception>
    public async Task<object> AskAsync<TRequest, TAnswer, TOther>(TRequest request, string? onNoAnswer, CancellationToken cancelled)
        where TRequest : class
        where TAnswer : class
        where TOther : class
    {
        try
        {
            return (await Client<TRequest>().GetResponse<TAnswer, TOther>(request, CancellationToken.None).WaitAsync(cancelled)).Message;
        }
        catch (RequestException error)
        {
            throw Explain(error, onNoAnswer);
        }
    }

    /// <summary>Asks, and waits for the answer.</summary>
    /// <exception cref="CliException">No answer came in time, or the worker could not carry it out.</exception>
    public async Task<TAnswer> AskAsync<TRequest, TAnswer>(TRequest request, CancellationToken cancelled)
        where TRequest : class
        where TAnswer : class
    {
        try
        {
            // The wait is what is cancelled, never the request: a publish that is given up half-way confuses the channel it is on.
            return (await Client<TRequest>().GetResponse<TAnswer>(request, CancellationToken.None).WaitAsync(cancelled)).Message;
        }
        catch (RequestException error)
        {
            throw Explain(error, null);
        }
    }

    /// <summary>A client for many requests; what it throws is MassTransit's own.</summary>
    public IRequestClient<TRequest> Client<TRequest>()
        where TRequest : class
        => _services.CreateRequestClient<TRequest>(RequestTimeout.After(ms: (int)_timeout.TotalMilliseconds));

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<IBusControl>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private CliException Explain(RequestException error, string? onNoAnswer)
    {
        if (error is RequestTimeoutException)
        {
            return new CliException(
                ExitCodes.NoAnswer,
                $"No answer came within {_timeout.TotalSeconds:0.#} s.{(onNoAnswer is null ? "" : " " + onNoAnswer)}",
                "wallet doctor says whether a worker runs; ./dev up starts one, docker compose logs worker shows why one does not start.");
        }

        var fault = (error as RequestFaultException)?.Fault?.Exceptions.FirstOrDefault();
        return fault?.ExceptionType.EndsWith(".BadMessageException", StringComparison.Ordinal) == true
            ? new CliException(ExitCodes.RefusedOrNotFound, fault.Message)
            : new CliException(
                ExitCodes.NoAnswer,
                $"The worker could not carry it out: {fault?.Message ?? error.GetBaseException().Message}",
                "The message is parked: wallet errors list shows it, and wallet errors replay sends it again once the cause is mended.");
    }
}
