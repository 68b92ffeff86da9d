using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Wallet.Gateway.Events;

namespace Wallet.Gateway.Tests;

/// <summary>
/// The gateway in this process, on MassTransit's in-memory bus; the test answers in the worker's place.
/// </summary>
internal sealed class GatewayUnderTest(
    Action<IBusRegistrationConfigurator> worker,
    params (string Key, string Value)[] settings
) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureServices(services => services.AddMassTransitTestHarness(bus =>
        {
            bus.AddConsumer<BalanceUpdatedConsumer>();
            worker(bus);
        }));
    }

    /// <summary>A client of a gateway that is connected.</summary>
    public async Task<HttpClient> ConnectAsync()
    {
        var client = CreateClient();
        for (var looks = 0; !(await client.GetAsync("health/ready")).IsSuccessStatusCode; looks++)
        {
            looks.ShouldBeLessThan(600, "the in-memory bus does not start");
            await Task.Delay(50);
        }

        return client;
    }
}
