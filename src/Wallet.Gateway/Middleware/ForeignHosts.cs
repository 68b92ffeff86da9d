using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Middleware;

/// <summary>
/// Explains a refusal by ASP.NET's host filter, which runs before the pipeline of Program.cs and says no more than 400.
/// </summary>
internal sealed class ForeignHosts : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(ExplainAsync);
        next(app);
    };

    private static async Task ExplainAsync(HttpContext http, RequestDelegate next)
    {
        await next(http);
        if (
            http.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false }
            && http.GetEndpoint() is null
        )
            await ProblemWriter.WriteAsync(http, Problems.ForeignHost(Quoted.Text(http.Request.Host.Value ?? "")));
    }
}
