using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Startup;

/// <summary>Keeps other sites' pages from writing: a browser would let any page post a form to this host, loopback included.</summary>
/// <remarks>Programs send no Origin, and are not touched. Which host names are answered to at all is ASP.NET's <c>AllowedHosts</c>.</remarks>
internal static class SameOrigin
{
    public static Task CheckAsync(HttpContext http, RequestDelegate next)
    {
        var origin = http.Request.Headers.Origin.ToString();
        var isRead = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var isOurs = origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, http.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return isRead || isOurs
            ? next(http)
            : throw new ProblemException(Problems.CrossOrigin("A page of another site sent this request (header Origin). Only the gateway's own page may write from a browser."));
    }
}
