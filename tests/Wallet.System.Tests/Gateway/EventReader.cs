namespace SystemTests.Gateway;

/// <summary>Reads server-sent events.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventReader(HttpResponseMessage response, StreamReader reader)
    {
        _response = response;
        _reader = reader;
    }

    /// <summary>Opens a stream, and waits until the gateway has said that it is connected.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient http, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var events = new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        while (await events.LineAsync() is { } line && line != ": connected")
        {
        }

        return events;
    }

    /// <summary>The next event, or null where the stream has ended.</summary>
    public async Task<(string? Id, string Data)?> NextAsync()
    {
        string? id = null;
        while (await LineAsync() is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return (id, line[6..]);
        }

        return null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }

    private async Task<string?> LineAsync() => await _reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
}
