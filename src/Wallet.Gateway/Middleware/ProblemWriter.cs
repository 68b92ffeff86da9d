using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Middleware;

/// <summary>Turns every failure into a problem document.</summary>
/// <remarks>
/// Not ASP.NET's exception handler: it clears <c>ETag</c>, which a 412 promises, and <c>nosniff</c>. Nor its writer of
/// problems, which writes nothing for <c>Accept: text/plain</c> and adds a <c>traceId</c>.
/// </remarks>
internal sealed class ProblemWriter(RequestDelegate next, GatewaySettings settings, ILogger<ProblemWriter> logger)
{
    public const string ContentType = "application/problem+json";

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the client has disconnected
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            await WriteAsync(http, ProblemOf(error));
        }
    }

    public static Task WriteAsync(HttpContext http, Problem problem)
    {
        http.Response.StatusCode = problem.Status;
        http.Response.Headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (problem is { Status: StatusCodes.Status412PreconditionFailed, Version: { } version })
            http.Response.Headers.ETag = Preconditions.ETag(version);
        return http.Response.WriteAsJsonAsync(
            problem,
            Responses.ProblemOptions(http.Request),
            ContentType,
            CancellationToken.None
        );
    }

    /// <summary>Adds a body to the bare status that routing responds with.</summary>
    public static Task ExplainAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => WriteAsync(http, Problems.NotFound(http.Request.Path)),
            StatusCodes.Status405MethodNotAllowed => WriteAsync(
                http,
                Problems.MethodNotAllowed(http.Request.Method, http.Request.Path)
            ),
            StatusCodes.Status415UnsupportedMediaType => WriteAsync(
                http,
                Problems.UnsupportedMediaType(MediaTypes.Explanation(http.Request))
            ),
            _ => Task.CompletedTask,
        };
    }

    private Problem ProblemOf(Exception error)
    {
        switch (error)
        {
            case ProblemException { Problem: var problem }:
                return problem;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problems.TooLarge(settings.BodyBytesMax);
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return Problems.TooSlow();
            case BadHttpRequestException:
                return Problems.InvalidRequest($"{error.Message} Send it as docs/http.md shows.");
            default:
                logger.LogError(new EventId(5101, "RequestFailed"), error, "A request failed.");
                return Problems.Internal();
        }
    }
}
