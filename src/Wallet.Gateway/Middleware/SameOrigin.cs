using Wallet.Gateway.Faults;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Middleware;

/// <summary>
/// Keeps other sites' pages from writing: a browser would let any page post a form to this host, loopback included.
/// </summary>
/// <remarks>
/// A browser says in Sec-Fetch-Site (W3C, Fetch Metadata) whose page sends a request, whatever a proxy makes of Host.
/// One that is older, or that came by plain HTTP from another host, says at least its page's Origin. Programs send
/// neither, and are not touched. Which host names are answered to at all is ASP.NET's <c>AllowedHosts</c>.
/// </remarks>
internal sealed class SameOrigin(RequestDelegate next, GatewaySettings settings)
{
    private readonly IReadOnlyList<Uri> _allowed = OriginsAttribute.Parse(settings.AllowedOrigins) ?? [];

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        return isRead || IsOurs(http.Request)
            ? next(http)
            : throw new ProblemException(Problems.CrossOrigin(
                "A page of another site sent this request (headers Origin and Sec-Fetch-Site). "
                + "From a browser only the gateway's own page may write. "
                + "Behind a proxy that rewrites Host, name that page's origin in Gateway__AllowedOrigins."));
    }

    private bool IsOurs(HttpRequest request)
    {
        var (origins, sites) = (request.Headers.Origin, request.Headers["Sec-Fetch-Site"]);
        var origin = origins is [{ } one] ? OriginsAttribute.Origin(one) : null;
        if (origin is not null && _allowed.Contains(origin))
            return true;
        if (sites.Count > 0)
            return sites is ["same-origin" or "none"]; // none: the user did it, not a page
        return origins.Count == 0 || (origin is not null && IsHost(origin, request.Host));
    }

    /// <summary>
    /// Whether an origin is the host that was asked for. What is left out of either is the port of the origin's scheme.
    /// </summary>
    /// <remarks>The scheme itself is not compared: a proxy may end TLS before us.</remarks>
    private static bool IsHost(Uri origin, HostString host) =>
        string.Equals(origin.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && origin.Port == (host.Port ?? (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}
