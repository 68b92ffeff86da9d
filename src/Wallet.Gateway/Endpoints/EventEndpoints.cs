using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Wallet.Contracts;
using Wallet.Gateway.Events;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;
using Wallet.Gateway.Settings;

namespace Wallet.Gateway.Endpoints;

/// <summary>Streams changed balances as server-sent events.</summary>
internal static class EventEndpoints
{
    private const string EventStreamType = "text/event-stream";

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes
            .MapRead("/wallet/{id}/events", OfWalletAsync)
            .WithName("walletEvents")
            .WithSummary(
                "A wallet's changes as they happen. An event's id is the version, so that a stream can be resumed."
            )
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
        EventReplay replay,
        [Description("The wallet.")] string id,
        [Description("Begin with what came after this version.")] string? after,
        [FromHeader(Name = "Last-Event-ID"), Description("The same, as browsers send it when they connect again.")]
            string? lastEventId
    )
    {
        var userId = WalletIds.Parse(id);
        var version =
            HistoryEndpoint.Number("Last-Event-ID", lastEventId, 0, long.MaxValue)
            ?? HistoryEndpoint.Number(nameof(after), after, 0, long.MaxValue);
        using var subscription = Subscribe(hub, worker, settings, userId);

        // Subscribe first: a change while the history is being read is then sent twice rather than never.
        var missed = version is { } known ? replay.ReadAsync(userId, known) : AsyncEnumerable.Empty<MissedChange>();
        await stream.WriteAsync(http, subscription, missed, version);
    }

    private static async Task OfAllAsync(
        HttpContext http,
        EventHub hub,
        EventStream stream,
        WorkerRequests worker,
        GatewaySettings settings
    )
    {
        using var subscription = Subscribe(hub, worker, settings, null);
        await stream.WriteAsync(http, subscription, AsyncEnumerable.Empty<MissedChange>());
    }

    private static EventSubscription Subscribe(
        EventHub hub,
        WorkerRequests worker,
        GatewaySettings settings,
        Guid? userId
    )
    {
        worker.ThrowIfNotConnected();
        return hub.TrySubscribe(userId) ?? throw new ProblemException(Problems.TooManyStreams(settings.StreamsMax));
    }
}
