using System.Diagnostics;

namespace Wallet.Gateway.Middleware;

/// <summary>
/// Names a request's span after its route, as <c>POST /wallet/{id}</c>, because the server gives all spans the same
/// name.
/// </summary>
internal static class SpanNames
{
    public static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        if (
            Activity.Current is { } span
            && span.Source.Name == "Microsoft.AspNetCore"
            && context.GetEndpoint() is RouteEndpoint endpoint
        )
            span.DisplayName = $"{context.Request.Method} {endpoint.RoutePattern.RawText}";
        return next(context);
    }
}
