using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Endpoints;

/// <summary>The probes of orchestrators.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/health/live", () => Results.Text("live\n"))
            .WithName("live").WithSummary("Whether the process answers at all.")
            .Produces<string>(StatusCodes.Status200OK, WalletEndpoints.Text);
        routes.MapRead("/health/ready", (WorkerRequests worker) =>
            {
                worker.ThrowIfNotConnected();
                return Results.Text("ready\n");
            })
            .WithName("ready").WithSummary("Whether requests can be sent: the gateway is connected to its broker.")
            .Produces<string>(StatusCodes.Status200OK, WalletEndpoints.Text)
            .ProducesProblems(503);
    }
}
