using Wallet.Gateway.Pulse;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Endpoints;

/// <summary>Reports the state of the workers and their queues.</summary>
internal static class PulseEndpoint
{
    public static IServiceCollection AddPulse(this IServiceCollection services) =>
        services.AddSingleton<PulseBoard>().AddSingleton<QueueDepths>();

    public static void MapPulse(this IEndpointRouteBuilder routes) =>
        routes
            .MapRead("/pulse", GetAsync)
            .WithName("getPulse")
            .WithSummary("What the workers do, and how full their queues are. Answered even while the broker is away.")
            .Produces<PulseReport>();

    private static async Task<IResult> GetAsync(
        HttpContext http,
        WorkerRequests worker,
        PulseBoard board,
        QueueDepths queues
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        var connected = worker.IsConnected;
        return Responses.Json(
            http,
            new PulseReport(connected, board.Workers(), connected ? await queues.LookAsync() : null)
        );
    }
}
