using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wallet.Contracts;

namespace Wallet.Gateway.Requests;

/// <summary>How answers are written: as JSON, or as the plain text that the example of 2015 answered with.</summary>
internal static class Answers
{
    // Never part of a page (nosniff, application/json), so quotes may stay readable.
    private static readonly JsonSerializerOptions Numbers = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Strings = new(Numbers) { NumberHandling = JsonNumberHandling.WriteAsString };

    private static readonly JsonSerializerOptions ProblemNumbers = new(Numbers) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static readonly JsonSerializerOptions ProblemStrings = new(Strings) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>A changed wallet: JSON with its ETag, or <c>Updated</c>.</summary>
    public static IResult Updated(HttpContext http, BalanceUpdated updated, bool jsonByDefault) =>
        Of(http, updated, "Updated\n", updated.Version, jsonByDefault);

    /// <summary>A wallet as it is: JSON with its ETag, or the balance alone.</summary>
    public static IResult Found(HttpContext http, BalanceResult wallet) =>
        Of(http, wallet, FormattableString.Invariant($"{wallet.Balance}\n"), wallet.Version, jsonByDefault: false);

    /// <summary>A wallet that the client knows already.</summary>
    public static IResult NotModified(HttpContext http, long version)
    {
        Describe(http, version);
        return Results.StatusCode(StatusCodes.Status304NotModified);
    }

    /// <summary>Anything that has no short text.</summary>
    public static IResult Json<T>(HttpContext http, T value) => Results.Json(value, Options(http.Request));

    /// <summary>
    /// How JSON is written for this request. JavaScript's numbers lose digits beyond 2^53: with <c>integers=string</c> in the query
    /// every number is written as a string.
    /// </summary>
    public static JsonSerializerOptions Options(HttpRequest request) => WantsStrings(request) ? Strings : Numbers;

    /// <summary>The same, for problems: what is not known is left out.</summary>
    public static JsonSerializerOptions ProblemOptions(HttpRequest request) => WantsStrings(request) ? ProblemStrings : ProblemNumbers;

    /// <summary>Whether the client would rather have JSON than text. Where it does not say (curl sends <c>*/*</c>), the default holds.</summary>
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

    private static IResult Of<T>(HttpContext http, T json, string text, long version, bool jsonByDefault)
    {
        Describe(http, version);
        return PrefersJson(http.Request, jsonByDefault) ? Json(http, json) : Results.Text(text);
    }

    private static void Describe(HttpContext http, long version)
    {
        http.Response.Headers.ETag = Preconditions.ETag(version);
        http.Response.Headers.CacheControl = "no-cache"; // May be kept, but is asked for again each time, with If-None-Match.
        http.Response.Headers.Vary = "Accept";
    }
}
