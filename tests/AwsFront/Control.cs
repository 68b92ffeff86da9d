using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Front;

/// <summary>What a front that is a process of its own can be asked and told.</summary>
internal static class Control
{
    public static void Map(WebApplication app, Rights rights, FrontCounts counts)
    {
        app.MapGet("/front/counts", counts.Report);
        app.MapPost("/front/deny/{action}", (string action) => Told(() => rights.Deny(action)));
        app.MapPost("/front/allow/{action}", (string action) => Told(() => rights.Allow(action)));
    }

    private static IResult Told(Action change)
    {
        change();
        return Results.NoContent();
    }
}
