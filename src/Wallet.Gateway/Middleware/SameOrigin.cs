using Wallet.Gateway.Faults;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Middleware;

/// <summary>
/// Refuses writes from other sites' pages: a browser lets any page post a form to this host, loopback included.
/// </summary>
/// <remarks>
/// A browser says in Sec-Fetch-Site (W3C Fetch Metadata) which page sends a request, whatever a proxy does to Host. An
/// older browser, or one that uses plain HTTP from another host, at least sends the page's Origin. Programs send
/// neither and are not affected. ASP.NET's <c>AllowedHosts</c> decides which host names are served at all.
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
            return sites is ["same-origin" or "none"]; // none: the user's own action, not a page's
        return origins.Count == 0 || (origin is not null && IsHost(origin, request.Host));
    }

    /// <summary>
    /// Whether an origin is the requested host. A missing port is the default one of the origin's scheme.
    /// </summary>
    /// <remarks>The scheme is not compared, because a proxy may terminate TLS.</remarks>
    private static bool IsHost(Uri origin, HostString host) =>
        string.Equals(origin.Host, host.Host, StringComparison.OrdinalIgnoreCase)
        && origin.Port == (host.Port ?? (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80));
}
