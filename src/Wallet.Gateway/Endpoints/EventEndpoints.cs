using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Wallet.Contracts;
using Wallet.Gateway.Events;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Endpoints;

/// <summary>Balances as they change, by server-sent events.</summary>
internal static class EventEndpoints
{
    private const string EventStreamType = "text/event-stream";

    /// <summary>The largest page of history that a worker gives.</summary>
    private const int PageSize = 100;

    /// <summary>How many pages a stream replays; who has missed more had better read the history itself.</summary>
    private const int PagesMax = 10;

    /// <summary>How often a history that lacks changes is looked at: they are too new for its index, or too old to be remembered.</summary>
    private const int LooksMax = 6;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/wallet/{id}/events", OfWalletAsync)
            .WithName("walletEvents").WithSummary("A wallet's changes as they happen. An event's id is the version, so that a stream can be resumed.")
            .Produces<BalanceUpdated>(StatusCodes.Status200OK, EventStreamType)
            .ProducesProblems(400, 503, 504);
        routes.MapRead("/events", OfAllAsync)
            .WithName("events").WithSummary("The changes of all wallets as they happen.")
            .Produces<BalanceUpdated>(StatusCodes.Status200OK, EventStreamType)
            .ProducesProblems(503);
    }

    private static async Task OfWalletAsync(
        HttpContext http,
        EventHub hub,
        EventStream stream,
        WorkerRequests worker,
        GatewaySettings settings,
        TimeProvider clock,
        [Description("The wallet.")] string id,
        [Description("Begin with what came after this version.")] string? after,
        [FromHeader(Name = "Last-Event-ID"), Description("The same, as browsers send it when they connect again.")] string? lastEventId)
    {
        var userId = WalletIds.Parse(id);
        var version = HistoryEndpoint.Number("Last-Event-ID", lastEventId, 0, long.MaxValue) ?? HistoryEndpoint.Number(nameof(after), after, 0, long.MaxValue);
        using var subscription = Subscribe(hub, worker, settings, userId);

        // Subscribed first: what happens while the history is read is then told twice rather than never.
        var missed = version is { } known ? await MissedAsync(worker, clock, userId, known) : [];
        await stream.WriteAsync(http, subscription, missed);
    }

    private static async Task OfAllAsync(HttpContext http, EventHub hub, EventStream stream, WorkerRequests worker, GatewaySettings settings)
    {
        using var subscription = Subscribe(hub, worker, settings, null);
        await stream.WriteAsync(http, subscription, []);
    }

    private static EventSubscription Subscribe(EventHub hub, WorkerRequests worker, GatewaySettings settings, Guid? userId)
    {
        worker.ThrowIfNotConnected();
        return hub.TrySubscribe(userId) ?? throw new ProblemException(Problems.TooManyStreams(settings.StreamsMax));
    }

    /// <summary>What came after a version and before now, as far as the history has it.</summary>
    /// <remarks>The history is read from an index that may be a second behind; the wallet itself is not, and says how far it must reach.</remarks>
    private static async Task<List<BalanceUpdated>> MissedAsync(WorkerRequests worker, TimeProvider clock, Guid userId, long after)
    {
        var now = (await worker.AskAsync<GetBalance, BalanceResult>(new GetBalance { UserId = userId })).Version;
        List<BalanceUpdated> missed = [];
        for (var look = 0; look < LooksMax && missed.Count < Math.Min(now - after, PagesMax * PageSize); look++)
        {
            if (look > 0)
                await Task.Delay(LookAgain, clock);
            missed = await HistoryAsync(worker, userId, after);
        }

        return missed;
    }

    private static async Task<List<BalanceUpdated>> HistoryAsync(WorkerRequests worker, Guid userId, long after)
    {
        var changes = new List<BalanceUpdated>();
        long? next = after;
        for (var pages = 0; next is not null && pages < PagesMax; pages++)
        {
            var page = await worker.AskAsync<GetHistory, HistoryResult>(new GetHistory { UserId = userId, After = next, Limit = PageSize });
            changes.AddRange(page.Operations);
            next = page.Next;
        }

        return changes;
    }
}
