using System.Text.Json;
using Wallet.Contracts;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Events;

/// <summary>Writes events in the form that a browser's EventSource reads.</summary>
internal sealed class EventStream(TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// How often to write to a silent stream: proxies cut idle connections, and only writing shows that a client has
    /// gone.
    /// </summary>
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(15);

    /// <summary>Writes until the client disconnects, the gateway stops, or the subscription ends.</summary>
    /// <param name="http">The request, whose response is written.</param>
    /// <param name="subscription">The new events.</param>
    /// <param name="missed">
    /// The events to write first. If reading them fails, the stream ends, and the client reconnects.
    /// </param>
    /// <param name="after">The version that the client has; null if it has none.</param>
    /// <exception cref="ProblemException">
    /// The first of the missed events cannot be read, and nothing has been written yet.
    /// </exception>
    public async Task WriteAsync(
        HttpContext http, EventSubscription subscription, IAsyncEnumerable<MissedChange> missed, long? after = null)
    {
        var sent = subscription.UserId is null ? null : new SentVersions(after);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            subscription.Ended,
            lifetime.ApplicationStopping
        );
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // keeps nginx from buffering events
        if (HttpMethods.IsHead(http.Request.Method))
            return;

        try
        {
            await WriteMissedAsync(http, sent, missed, end.Token);
            while (sent is not { IsMissingOne: true } && await WaitAsync(response, subscription, end.Token))
            {
                while (subscription.Events.TryRead(out var updated))
                    await WriteAsync(http, sent, updated, end.Token);
                await response.Body.FlushAsync(end.Token);
            }
        }
        catch (Exception error)
            when (error is OperationCanceledException || (error is ProblemException && response.HasStarted))
        {
            // an orderly end: the client reconnects and resumes
        }
    }

    private static async Task WriteMissedAsync(
        HttpContext http, SentVersions? sent, IAsyncEnumerable<MissedChange> missed, CancellationToken end)
    {
        await using var changes = missed.GetAsyncEnumerator(end);
        var hasMore = await changes.MoveNextAsync(); // first, so that a failure becomes a problem document
        await http.Response.WriteAsync("retry: 2000\n: connected\n\n", end);
        for (; hasMore; hasMore = await changes.MoveNextAsync())
        {
            if (changes.Current is { Known: { } known })
                sent?.StartFrom(known);
            if (changes.Current is { Updated: { } updated })
                await WriteAsync(http, sent, updated, end);
            if (changes.Current is not { Gap: { } gap })
                continue;
            sent?.SkipTo(gap.To);
            await WriteAsync(http, "gap", gap.To, gap, end);
        }

        await http.Response.Body.FlushAsync(end);
    }

    /// <summary>Waits for another event, and writes a comment now and then meanwhile. False at the end.</summary>
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

    /// <summary>
    /// Writes a change. A version counts one wallet's changes, so a stream of all wallets has no ids.
    /// </summary>
    private static Task WriteAsync(
        HttpContext http, SentVersions? sent, BalanceUpdated updated, CancellationToken end)
    {
        sent?.MarkSent(updated.Version);
        return WriteAsync(http, "balance", sent?.UpTo, updated, end);
    }

    private static Task WriteAsync<T>(HttpContext http, string name, long? id, T data, CancellationToken end)
    {
        var line = id is null ? "" : FormattableString.Invariant($"id: {id}\n");
        var json = JsonSerializer.Serialize(data, Responses.Options(http.Request));
        return http.Response.WriteAsync($"event: {name}\n{line}data: {json}\n\n", end);
    }
}
