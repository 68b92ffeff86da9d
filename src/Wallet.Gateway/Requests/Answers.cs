using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wallet.Contracts;

namespace Wallet.Gateway.Requests;

/// <summary>How answers are written: as JSON, or as the plain text that the example of 2015 answered with.</summary>
internal static class Answers
{
    // Never part of a page (nosniff, application/json), so quotes may stay readable.
    private static readonly JsonSerializerOptions Numbers = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Strings = new(Numbers)
    {
        NumberHandling = JsonNumberHandling.WriteAsString,
    };

    private static readonly JsonSerializerOptions ProblemNumbers = new(Numbers)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly JsonSerializerOptions ProblemStrings = new(Strings)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>A changed wallet: JSON, or <c>Updated</c>; with the tag that the wallet has as JSON.</summary>
    public static IResult Updated(HttpContext http, BalanceUpdated updated, bool jsonByDefault)
    {
        Describe(http, Preconditions.ETag(updated.Version));
        return PrefersJson(http.Request, jsonByDefault) ? Json(http, updated) : Results.Text("Updated\n");
    }

    /// <summary>
    /// A wallet as it is: JSON, or the balance alone; or that it is still what the client knows. With the tag of what
    /// it is.
    /// </summary>
    public static IResult Found(HttpContext http, BalanceResult wallet)
    {
        var isText = !PrefersJson(http.Request, byDefault: false);
        Describe(http, Preconditions.ETag(wallet.Version, isText));
        if (Preconditions.IsKnown(http.Request, wallet.Version, isText))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return isText ? Results.Text(FormattableString.Invariant($"{wallet.Balance}\n")) : Json(http, wallet);
    }

    /// <summary>Anything that has no short text.</summary>
    public static IResult Json<T>(HttpContext http, T value) => Results.Json(value, Options(http.Request));

    /// <summary>
    /// How JSON is written for this request. JavaScript's numbers lose digits beyond 2^53: with <c>integers=string</c>
    /// in the query every number is written as a string.
    /// </summary>
    public static JsonSerializerOptions Options(HttpRequest request) => WantsStrings(request) ? Strings : Numbers;

    /// <summary>The same, for problems: what is not known is left out.</summary>
    public static JsonSerializerOptions ProblemOptions(HttpRequest request) =>
        WantsStrings(request) ? ProblemStrings : ProblemNumbers;

    /// <summary>
    /// Whether the client would rather have JSON than text. Where it does not say (curl sends <c>*/*</c>), the default
    /// holds.
    /// </summary>
    public static bool PrefersJson(HttpRequest request, bool byDefault)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var (json, text) = (Quality("application", "json"), Quality("text", "plain"));
        return json == text ? byDefault : json > text;

        double Quality(string type, string subtype) => accepted
            .Where(one => one.Type == type && (one.MatchesAllSubTypes || one.SubType == subtype))
            .Select(one => one.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();
    }

    private static bool WantsStrings(HttpRequest request) => request.Query["integers"] == "string";

    private static void Describe(HttpContext http, string? tag)
    {
        http.Response.Headers.ETag = tag;
        // May be kept, but is asked for again each time, with If-None-Match.
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = "Accept";
    }
}
