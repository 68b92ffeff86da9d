using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace SystemTests.Parts;

/// <summary>MassTransit's request client on the real broker, as a .NET engineer would use it.</summary>
internal sealed class BusClient : IAsyncDisposable
{
    /// <summary>
    /// MassTransit's own time-out does not count while it declares, and a refused one it tries for ever.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ServiceProvider _services;

    private BusClient(ServiceProvider services) => _services = services;

    public static Task<BusClient> ConnectAsync(LocalServers servers) => ConnectAsync(servers.BrokerPort);

    /// <summary>Who may ask everything, a worker's diagnosis too.</summary>
    public static Task<BusClient> OfOperatorAsync(LocalServers servers) =>
        ConnectAsync(servers.BrokerPort, DocumentedUsers.Cli);

    public static async Task<BusClient> ConnectAsync(int brokerPort, string user = DocumentedUsers.DotnetIntegrator)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddMassTransit(bus =>
                bus.DisableUsageTelemetry()
                    .UsingRabbitMq(
                        (_, rabbit) =>
                            rabbit.Host(
                                "127.0.0.1",
                                (ushort)brokerPort,
                                "/",
                                host =>
                                {
                                    host.Username(user);
                                    host.Password(DocumentedUsers.Password);
                                }
                            )
                    )
            )
            .BuildServiceProvider();
        await services.GetRequiredService<IBusControl>().StartAsync();
        return new BusClient(services);
    }

    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request)
        where TRequest : class
        where TResponse : class
        => (await _services.CreateRequestClient<TRequest>(RequestTimeout.After(m: 2)).GetResponse<TResponse>(request)
            .WaitAsync(Patience)).Message;

    /// <summary>Asks, and gives whichever of two answers came.</summary>
    public async Task<object> AskAsync<TRequest, TAnswer, TOther>(TRequest request)
        where TRequest : class
        where TAnswer : class
        where TOther : class =>
        (
            await _services
                .CreateRequestClient<TRequest>(RequestTimeout.After(m: 2))
                .GetResponse<TAnswer, TOther>(request)
                .WaitAsync(Patience)
        ).Message;

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<IBusControl>().StopAsync();
        await _services.DisposeAsync();
    }
}
