using Wallet.Gateway.Faults;
using Wallet.Gateway.Middleware;

namespace Wallet.Gateway.Endpoints;

internal static class ProblemResponses
{
    /// <summary>Notes in the OpenAPI document which problems an endpoint answers with.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<Problem>(status, ProblemWriter.ContentType);
        return endpoint;
    }
}
