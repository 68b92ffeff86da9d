using System.Globalization;
using Microsoft.Net.Http.Headers;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Middleware;

/// <summary>Turns every failure into a problem document.</summary>
internal sealed class ProblemWriter(RequestDelegate next, GatewaySettings settings, ILogger<ProblemWriter> logger)
{
    public const string ContentType = "application/problem+json";

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            await ExplainEmptyAnswerAsync(http);
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
    private static Task ExplainEmptyAnswerAsync(HttpContext http)
    {
        if (
            http.Response.HasStarted
            || http.Response.ContentLength > 0
            || http.Response.Headers.ContainsKey(HeaderNames.ContentType)
        )
            return Task.CompletedTask;

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
                logger.LogError(error, "A request failed.");
                return Problems.Internal();
        }
    }
}
