using System.Reflection;
using Microsoft.Net.Http.Headers;

namespace Wallet.Gateway.Endpoints;

/// <summary>The page at <c>/</c>: a few files that are embedded in the program.</summary>
internal static class PageEndpoints
{
    /// <summary>The page loads nothing from elsewhere, and no other page may show it in a frame.</summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri "
            + "'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly (string Route, string File, string Type)[] Files =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/page.css", "page.css", "text/css; charset=utf-8"),
        ("/page.js", "page.js", "text/javascript; charset=utf-8"),
        ("/wallet.js", "wallet.js", "text/javascript; charset=utf-8"),
        ("/chart.js", "chart.js", "text/javascript; charset=utf-8"),
        ("/pulse.js", "pulse.js", "text/javascript; charset=utf-8"),
        ("/live.js", "live.js", "text/javascript; charset=utf-8"),
        ("/words.js", "words.js", "text/javascript; charset=utf-8"),
        ("/icon.svg", "icon.svg", "image/svg+xml"),
    ];

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        var version = new EntityTagHeaderValue(
            $"\"{typeof(PageEndpoints).Assembly.ManifestModule.ModuleVersionId:N}\""
        );
        foreach (var (route, file, type) in Files)
        {
            var content = Read(file);
            routes.MapRead(route, (HttpContext http) =>
            {
                http.Response.Headers.ContentSecurityPolicy = ContentPolicy;
                http.Response.Headers.CacheControl = "no-cache";
                http.Response.Headers["Referrer-Policy"] = "no-referrer";
                return Results.Bytes(content, type, entityTag: version);
            }).ExcludeFromDescription();
        }
    }

    private static byte[] Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("wwwroot/" + file)
            ?? throw new InvalidOperationException($"wwwroot/{file} is not embedded in the program.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
