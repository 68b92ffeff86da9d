using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace SystemTests.Parts;

/// <summary>MassTransit's request client on the real broker, as a .NET engineer would use it.</summary>
internal sealed class BusClient : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private BusClient(ServiceProvider services) => _services = services;

    public static Task<BusClient> ConnectAsync(LocalServers servers) => ConnectAsync(servers.BrokerPort);

    public static async Task<BusClient> ConnectAsync(int brokerPort)
    {
        var services = new ServiceCollection().AddLogging().AddMassTransit(bus => bus.DisableUsageTelemetry().UsingRabbitMq((_, rabbit) =>
            rabbit.Host("127.0.0.1", (ushort)brokerPort, "/", host =>
            {
                host.Username(DocumentedUsers.DotnetIntegrator);
                host.Password(DocumentedUsers.Password);
            }))).BuildServiceProvider();
        await services.GetRequiredService<IBusControl>().StartAsync();
        return new BusClient(services);
    }

    public async Task<TResponse> AskAsync<TRequest, TResponse>(TRequest request)
        where TRequest : class
        where TResponse : class
        => (await _services.CreateRequestClient<TRequest>(RequestTimeout.After(m: 2)).GetResponse<TResponse>(request)).Message;

    /// <summary>Asks, and gives whichever of two answers came.</summary>
    public async Task<object> AskAsync<TRequest, TAnswer, TOther>(TRequest request)
        where TRequest : class
        where TAnswer : class
        where TOther : class
        => (await _services.CreateRequestClient<TRequest>(RequestTimeout.After(m: 2)).GetResponse<TAnswer, TOther>(request)).Message;

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<IBusControl>().StopAsync();
        await _services.DisposeAsync();
    }
}
