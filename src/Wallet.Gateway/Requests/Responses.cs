using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wallet.Contracts;

namespace Wallet.Gateway.Requests;

/// <summary>Formats responses: as JSON, or as plain text like the original example of 2015.</summary>
internal static class Responses
{
    // Responses are never part of a page (nosniff, application/json), so quotes need no escaping.
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

    /// <summary>A changed wallet: JSON, or the text <c>Updated</c>, with the entity tag of the JSON form.</summary>
    public static IResult Updated(HttpContext http, BalanceUpdated updated, bool jsonByDefault)
    {
        Describe(http, Preconditions.ETag(updated.Version));
        return PrefersJson(http.Request, jsonByDefault) ? Json(http, updated) : Results.Text("Updated\n");
    }

    /// <summary>
    /// A wallet's current state: JSON, only the balance as text, or 304 if the client has it already; with its entity
    /// tag.
    /// </summary>
    public static IResult Found(HttpContext http, BalanceResult wallet)
    {
        var isText = !PrefersJson(http.Request, byDefault: false);
        Describe(http, Preconditions.ETag(wallet.Version, isText));
        if (Preconditions.IsKnown(http.Request, wallet.Version, isText))
            return Results.StatusCode(StatusCodes.Status304NotModified);
        return isText ? Results.Text(FormattableString.Invariant($"{wallet.Balance}\n")) : Json(http, wallet);
    }

    /// <summary>A value that has no text form.</summary>
    public static IResult Json<T>(HttpContext http, T value) => Results.Json(value, Options(http.Request));

    /// <summary>
    /// The JSON options for a request. JavaScript's numbers lose digits beyond 2^53, so <c>integers=string</c> in the
    /// query writes every number as a string.
    /// </summary>
    public static JsonSerializerOptions Options(HttpRequest request) => WantsStrings(request) ? Strings : Numbers;

    /// <summary>The JSON options for problems, which leave out nulls.</summary>
    public static JsonSerializerOptions ProblemOptions(HttpRequest request) =>
        WantsStrings(request) ? ProblemStrings : ProblemNumbers;

    /// <summary>
    /// Whether the client prefers JSON to text. If it does not say (curl sends <c>*/*</c>), the default applies.
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
        // May be cached, but must be revalidated each time, with If-None-Match.
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.Vary = "Accept";
    }
}
