using Wallet.Gateway.Faults;
using Wallet.Gateway.Middleware;

namespace Wallet.Gateway.Endpoints;

internal static class ProblemResponses
{
    /// <summary>Adds the problems that an endpoint responds with to the OpenAPI document.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<Problem>(status, ProblemWriter.ContentType);
        return endpoint;
    }
}
