using System.ComponentModel;
using Wallet.Contracts;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Endpoints;

/// <summary>A wallet's history, page by page.</summary>
internal static class HistoryEndpoint
{
    private const int LimitMax = 100;

    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes
            .MapRead("/wallet/{id}/history", GetAsync)
            .WithName("getHistory")
            .WithSummary("What was done to a wallet, in the order of its versions. Empty where nothing is remembered.")
            .Produces<HistoryResult>()
            .ProducesProblems(400, 503, 504);

    private static async Task<IResult> GetAsync(
        HttpContext http,
        WorkerRequests worker,
        [Description("The wallet.")] string id,
        [Description("Only what came after this version; the last answer's next.")] string? after,
        [Description("How many at the most, 1 to 100; 20 where it is left out.")] string? limit)
    {
        var request = new GetHistory
        {
            UserId = WalletIds.Parse(id),
            After = Number(nameof(after), after, 0, long.MaxValue),
            Limit = (int?)Number(nameof(limit), limit, 1, LimitMax),
        };
        var history = await worker.AskAsync<GetHistory, HistoryResult>(request);
        http.Response.Headers.CacheControl = "no-cache";
        return Responses.Json(http, history);
    }

    /// <summary>Reads a number from the query; null if it is missing.</summary>
    /// <exception cref="ProblemException">It is not a number, or out of range.</exception>
    internal static long? Number(string name, string? text, long min, long max)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        return WholeNumbers.TryParse(text, out var number) && number >= min && number <= max
            ? number
            : throw new ProblemException(
                Problems.InvalidRequest(
                    $"{name} is {Quoted.Text(text)}. Send a whole number from {min} to {max}, or leave it out."
                )
            );
    }
}
