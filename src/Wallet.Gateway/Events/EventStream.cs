using System.Text.Json;
using Wallet.Contracts;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Events;

/// <summary>Writes events as a browser's EventSource reads them.</summary>
internal sealed class EventStream(TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>How often a silent stream is written to: proxies cut idle connections, and a client that has gone is noticed by writing.</summary>
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(15);

    /// <summary>Writes until the client goes, the gateway stops, or the subscription is ended.</summary>
    public async Task WriteAsync(HttpContext http, EventSubscription subscription, IReadOnlyList<BalanceUpdated> missed)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, subscription.Ended, lifetime.ApplicationStopping);
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
        if (HttpMethods.IsHead(http.Request.Method))
            return;

        try
        {
            await response.WriteAsync("retry: 2000\n: connected\n\n", end.Token);
            foreach (var updated in missed)
                await WriteAsync(http, subscription, updated, end.Token);
            await response.Body.FlushAsync(end.Token);
            while (await WaitAsync(response, subscription, end.Token))
            {
                while (subscription.Events.TryRead(out var updated))
                    await WriteAsync(http, subscription, updated, end.Token);
                await response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // An orderly end: whoever still reads connects again and resumes.
        }
    }

    /// <summary>Whether there is another event; a comment is written now and then meanwhile.</summary>
    private async Task<bool> WaitAsync(HttpResponse response, EventSubscription subscription, CancellationToken end)
    {
        var next = subscription.Events.WaitToReadAsync(end).AsTask();
        while (!next.IsCompleted)
        {
            using var heartbeat = CancellationTokenSource.CreateLinkedTokenSource(end);
            var pause = Task.Delay(HeartbeatPeriod, clock, heartbeat.Token);
            if (await Task.WhenAny(next, pause) == pause)
            {
                await response.WriteAsync(": still here\n\n", end);
                await response.Body.FlushAsync(end);
            }

            await heartbeat.CancelAsync();
        }

        return await next;
    }

    /// <summary>One event. Versions number a wallet's own changes, so a stream of all wallets has no ids.</summary>
    private static Task WriteAsync(HttpContext http, EventSubscription subscription, BalanceUpdated updated, CancellationToken end)
    {
        var id = subscription.UserId is null ? "" : FormattableString.Invariant($"id: {updated.Version}\n");
        return http.Response.WriteAsync($"event: balance\n{id}data: {JsonSerializer.Serialize(updated, Answers.Options(http.Request))}\n\n", end);
    }
}
