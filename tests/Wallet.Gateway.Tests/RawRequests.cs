using System.Text;
using Microsoft.AspNetCore.Http;

namespace Wallet.Gateway.Tests;

/// <summary>
/// Requests with headers that an HttpClient would fix or refuse: empty ones, several of a name, a host of their own.
/// </summary>
internal static class RawRequests
{
    /// <summary>Sends one, and gives its answer, whose body can be read once.</summary>
    /// <param name="gateway">Who is asked.</param>
    /// <param name="line">Method and path: <c>PUT /wallet/…</c>.</param>
    /// <param name="headers">Each as <c>Name: value</c>; several of a name are sent as several.</param>
    /// <param name="body">JSON unless a header says otherwise; null for none.</param>
    public static async Task<HttpContext> SendAsync(
        this GatewayUnderTest gateway, string line, IEnumerable<string> headers, string? body = null)
    {
        var content = Encoding.UTF8.GetBytes(body ?? "");
        return await gateway.Server.SendAsync(http =>
        {
            (http.Request.Method, http.Request.Path) = (line.Split(' ')[0], line.Split(' ')[1]);
            (http.Request.Scheme, http.Request.Host) = ("http", new HostString("localhost"));
            if (body is not null)
            {
                (http.Request.ContentType, http.Request.ContentLength) = ("application/json", content.Length);
                http.Request.Body = new MemoryStream(content);
            }

            foreach (var group in headers.GroupBy(header => header.Split(": ")[0], header => header.Split(": ", 2)[1]))
                http.Request.Headers[group.Key] = group.ToArray();
        });
    }

    public static async Task<string> TextAsync(this HttpContext http)
    {
        using var reader = new StreamReader(http.Response.Body);
        return await reader.ReadToEndAsync();
    }
}
