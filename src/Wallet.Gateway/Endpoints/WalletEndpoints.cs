using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Wallet.Contracts;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Endpoints;

/// <summary>Reads, sets and adjusts one wallet.</summary>
internal static class WalletEndpoints
{
    public static void MapWallets(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/wallet/{id}", GetAsync)
            .WithName("getWallet").WithSummary("A wallet as it is: the balance alone as text, or all of it as JSON.")
            .Produces<BalanceResult>(StatusCodes.Status200OK, Json, Text)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblems(400, 404, 412, 503, 504);
        routes
            .MapPost("/wallet/{id}", SetAsync)
            .WithName("postWallet")
            .WithSummary("Gives a wallet a balance, as the form of 2015 did, and makes the wallet where there is none.")
            .Accepts<SetBody>(Form, Json)
            .Produces<BalanceUpdated>(StatusCodes.Status200OK, Json, Text)
            .ProducesProblems(400, 403, 409, 412, 413, 415, 503, 504);
        routes.MapPut("/wallet/{id}", SetAsync)
            .WithName("putWallet").WithSummary("Gives a wallet a balance, and makes the wallet where there is none.")
            .Accepts<SetBody>(Json, Form)
            .Produces<BalanceUpdated>(StatusCodes.Status200OK, Json, Text)
            .ProducesProblems(400, 403, 409, 412, 413, 415, 503, 504);
        routes.MapPost("/wallet/{id}/adjustments", AdjustAsync)
            .WithName("adjustWallet").WithSummary("Credits a wallet (amount above zero) or debits it (below zero).")
            .Accepts<AdjustBody>(Json, Form)
            .Produces<BalanceUpdated>(StatusCodes.Status200OK, Json, Text)
            .ProducesProblems(400, 403, 404, 409, 412, 413, 415, 422, 503, 504);
    }

    internal const string Json = "application/json";
    internal const string Form = "application/x-www-form-urlencoded";
    internal const string Text = "text/plain";

    private static async Task<IResult> GetAsync(
        HttpContext http, WorkerRequests worker, [Description("The wallet.")] string id)
    {
        var userId = WalletIds.Parse(id);
        var wallet = await worker.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId });
        if (!wallet.Found)
            throw new ProblemException(Problems.WalletNotFound(userId));

        return Preconditions.IsWanted(http.Request, wallet.Version)
            ? Responses.Found(http, wallet)
            : throw new ProblemException(Problems.OtherVersion(wallet));
    }

    /// <summary>PUT and POST differ in the response: JSON, or the text that the form of 2015 expects.</summary>
    private static async Task<IResult> SetAsync(
        HttpContext http,
        WorkerRequests worker,
        [Description("The wallet.")] string id,
        [FromHeader(Name = OperationKey.HeaderName), Description(KeyMeaning)] string? idempotencyKey,
        [FromHeader(Name = "If-Match"), Description(IfMatchMeaning)] string? ifMatch,
        [FromHeader(Name = "If-None-Match"), Description(IfNoneMatchMeaning)] string? ifNoneMatch)
    {
        var key = OperationKey.Parse(http);
        var userId = WalletIds.Parse(id);
        var fields = await RequestFields.ReadAsync(http.Request);
        var balance = fields.Int64("balance", "the new balance in minor units");
        var overdraft = fields.OptionalCount("overdraft");
        var expected = fields.OptionalCount("expectedVersion");
        fields.ThrowIfAnyIsWrong();

        var updated = await worker.AskAsync<SetBalance, BalanceUpdated>(
            new SetBalance
            {
                UserId = userId,
                Balance = balance,
                Overdraft = overdraft,
                ExpectedVersion = Preconditions.ExpectedVersion(http.Request, expected),
                OperationId = key.Id,
            },
            key.Id);

        return Responses.Updated(http, updated, HttpMethods.IsPut(http.Request.Method) || fields.IsJson);
    }

    private static async Task<IResult> AdjustAsync(
        HttpContext http,
        WorkerRequests worker,
        [Description("The wallet.")] string id,
        [FromHeader(Name = OperationKey.HeaderName), Description(KeyMeaning)] string? idempotencyKey,
        [FromHeader(Name = "If-Match"), Description(IfMatchMeaning)] string? ifMatch)
    {
        var key = OperationKey.Parse(http);
        var userId = WalletIds.Parse(id);
        var fields = await RequestFields.ReadAsync(http.Request);
        var amount = fields.Int64("amount", "what to add in minor units, below zero to debit");
        var expected = fields.OptionalCount("expectedVersion");
        fields.Require(amount != 0, "amount is 0. Send a number above zero to credit, or below zero to debit.");
        fields.ThrowIfAnyIsWrong();

        var updated = await worker.AskAsync<AdjustBalance, BalanceUpdated>(
            new AdjustBalance
            {
                UserId = userId,
                Amount = amount,
                ExpectedVersion = Preconditions.ExpectedVersion(http.Request, expected),
                OperationId = key.Id,
            },
            key.Id);

        return Responses.Updated(http, updated, jsonByDefault: true);
    }

    internal const string KeyMeaning =
        "Names the operation, so that sending it again has no second effect: a UUID, or up to 255 visible ASCII "
            + "characters. Without one, a fresh one is made and answered with.";

    private const string IfMatchMeaning =
        "The version that the wallet must have, in quotes, as its ETag was: \"3\" or \"3-text\".";
    private const string IfNoneMatchMeaning = "* makes a wallet only where none was written yet.";
}
