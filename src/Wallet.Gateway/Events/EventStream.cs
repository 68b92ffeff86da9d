using System.Text.Json;
using Wallet.Contracts;
using Wallet.Gateway.Faults;
using Wallet.Gateway.Requests;

namespace Wallet.Gateway.Events;

/// <summary>Writes events as a browser's EventSource reads them.</summary>
internal sealed class EventStream(TimeProvider clock, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// How often a silent stream is written to: proxies cut idle connections, and a client that has gone is noticed by
    /// writing.
    /// </summary>
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(15);

    /// <summary>Writes until the client goes, the gateway stops, or the subscription is ended.</summary>
    /// <param name="http">The request, and what is written to.</param>
    /// <param name="subscription">What is new.</param>
    /// <param name="missed">What comes first. Where it ends with an error, so does the stream, and whoever reads
    /// connects again.</param>
    /// <param name="after">The version that the client knows; null where it knows none.</param>
    /// <exception cref="ProblemException">What comes first cannot be read, and nothing was written yet.</exception>
    public async Task WriteAsync(
        HttpContext http, EventSubscription subscription, IAsyncEnumerable<MissedChange> missed, long? after = null)
    {
        var told = subscription.UserId is null ? null : new ToldVersions(after);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            subscription.Ended,
            lifetime.ApplicationStopping
        );
        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
        if (HttpMethods.IsHead(http.Request.Method))
            return;

        try
        {
            await WriteMissedAsync(http, told, missed, end.Token);
            while (told is not { IsMissingOne: true } && await WaitAsync(response, subscription, end.Token))
            {
                while (subscription.Events.TryRead(out var updated))
                    await WriteAsync(http, told, updated, end.Token);
                await response.Body.FlushAsync(end.Token);
            }
        }
        catch (Exception error)
            when (error is OperationCanceledException || (error is ProblemException && response.HasStarted))
        {
            // An orderly end: whoever still reads connects again and resumes.
        }
    }

    private static async Task WriteMissedAsync(
        HttpContext http, ToldVersions? told, IAsyncEnumerable<MissedChange> missed, CancellationToken end)
    {
        await using var changes = missed.GetAsyncEnumerator(end);
        var hasMore = await changes.MoveNextAsync(); // first, so that what goes wrong there is a problem document
        await http.Response.WriteAsync("retry: 2000\n: connected\n\n", end);
        for (; hasMore; hasMore = await changes.MoveNextAsync())
        {
            if (changes.Current is { Known: { } known })
                told?.StartFrom(known);
            if (changes.Current is { Updated: { } updated })
                await WriteAsync(http, told, updated, end);
            if (changes.Current is not { Gap: { } gap })
                continue;
            told?.Pass(gap.To);
            await WriteAsync(http, "gap", gap.To, gap, end);
        }

        await http.Response.Body.FlushAsync(end);
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

    /// <summary>A change. Versions number a wallet's own changes, so a stream of all wallets has no ids.</summary>
    private static Task WriteAsync(
        HttpContext http, ToldVersions? told, BalanceUpdated updated, CancellationToken end)
    {
        told?.Tell(updated.Version);
        return WriteAsync(http, "balance", told?.All, updated, end);
    }

    private static Task WriteAsync<T>(HttpContext http, string name, long? id, T data, CancellationToken end)
    {
        var line = id is null ? "" : FormattableString.Invariant($"id: {id}\n");
        var json = JsonSerializer.Serialize(data, Answers.Options(http.Request));
        return http.Response.WriteAsync($"event: {name}\n{line}data: {json}\n\n", end);
    }
}
