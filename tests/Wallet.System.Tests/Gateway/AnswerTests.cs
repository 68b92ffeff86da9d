using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Gateway;

/// <summary>What good requests are answered with.</summary>
[Collection(nameof(ProgramTests))]
public sealed class AnswerTests(RunningGateway running) : IClassFixture<RunningGateway>
{
    private readonly Guid _id = Guid.NewGuid();

    [Fact]
    public async Task PUT_with_the_version_as_ETag_writes_only_over_what_was_seen()
    {
        using var made = await PutAsync("""{"balance":"-9223372036854775808","overdraft":500}""", ifNoneMatch: "*");
        made.Headers.ETag!.Tag.ShouldBe("\"1\"");
        var first = await made.Content.ReadFromJsonAsync<BalanceUpdated>();
        (first!.Balance, first.PreviousBalance, first.Version).ShouldBe((long.MinValue, null, 1));
        Guid.Parse(made.Headers.GetValues("Idempotency-Key").Single()).ShouldBe(first.OperationId);

        using var changed = await PutAsync("""{"balance":9223372036854775807}""", ifMatch: "\"1\"");
        changed.Headers.ETag!.Tag.ShouldBe("\"2\"");
        using var late = await PutAsync("""{"balance":5}""", ifMatch: "\"1\"");
        late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"wallet/{_id}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await running.Gateway.Http.SendAsync(request);
        var wallet = await answer.Content.ReadFromJsonAsync<BalanceResult>();
        (wallet!.Found, wallet.Balance, wallet.Version).ShouldBe((true, long.MaxValue, 2));
        answer.Headers.ETag!.Tag.ShouldBe("\"2\"");
    }

    [Theory]
    [InlineData("application/json", "\"1\"")]
    [InlineData("text/plain", "\"1-text\"")]
    public async Task GET_with_the_ETag_that_is_still_true_answers_that_nothing_changed(string accept, string tag)
    {
        using var made = await PutAsync("""{"balance":1}""");
        made.Headers.ETag!.Tag.ShouldBe("\"1\"");
        using var first = await GetAsync(accept, null);
        first.Headers.ETag!.Tag.ShouldBe(tag);

        using var answer = await GetAsync(accept, tag);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
        (answer.Headers.ETag!.Tag, $"{answer.Headers.CacheControl}", answer.Headers.Vary.Single())
            .ShouldBe((tag, "no-cache", "Accept"));
        using var changed = await PutAsync("""{"balance":2}""", ifMatch: tag);
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var other = await GetAsync(accept, tag);
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("wallet/ID")]
    [InlineData("wallet/ID/history")]
    [InlineData("wallet/ID/events")]
    [InlineData("events")]
    [InlineData("pulse")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("openapi/v1.json")]
    [InlineData("")]
    public async Task What_answers_GET_answers_HEAD_with_the_same_headers_and_no_body(string path)
    {
        using var made = await PutAsync("""{"balance":1}""");
        path = path.Replace("ID", $"{_id}", StringComparison.Ordinal);

        using var head = await running.Gateway.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        using var get = await running.Gateway.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await head.Content.ReadAsStringAsync()).ShouldBeEmpty();
        (head.Content.Headers.ContentType, head.Headers.ETag, $"{head.Headers.CacheControl}")
            .ShouldBe((get.Content.Headers.ContentType, get.Headers.ETag, $"{get.Headers.CacheControl}"));
    }

    [Theory]
    [InlineData("*/*", "text/plain")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/plain")]
    [InlineData("application/json", "application/json")]
    [InlineData("application/json;q=0.5, text/plain;q=0.9", "text/plain")]
    [InlineData("application/json, text/plain;q=0.9", "application/json")]
    [InlineData("application/*", "application/json")]
    public async Task The_answer_has_the_type_that_Accept_prefers_and_text_where_it_does_not_say(
        string accept,
        string type
    )
    {
        using var made = await PutAsync("""{"balance":1}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"wallet/{_id}");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var answer = await running.Gateway.Http.SendAsync(request);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
    }

    [Fact]
    public async Task A_transfer_moves_all_or_nothing_and_the_history_tells_it()
    {
        var to = Guid.NewGuid();
        using var first = await PutAsync("""{"balance":100}""");
        using var second = await running.Gateway.Http.PutAsJsonAsync($"wallet/{to}", new { balance = 1 });

        using var answer = await running.Gateway.Http.PostAsJsonAsync(
            "transfers?integers=string",
            new
            {
                from = _id,
                to,
                amount = 40,
            }
        );

        using var moved = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        moved.RootElement.GetProperty("amount").GetString().ShouldBe("40");
        moved.RootElement.GetProperty("from").GetProperty("balance").GetString().ShouldBe("60");
        moved.RootElement.GetProperty("to").GetProperty("balance").GetString().ShouldBe("41");
        var history = await Eventually.GetAsync(
            async () =>
            {
                var page = await running.Gateway.Http.GetFromJsonAsync<HistoryResult>(
                    $"wallet/{_id}/history?after=1&limit=5"
                );
                return page!.Operations.Count > 0 ? page : null;
            },
            "the history");
        (history.Operations.ShouldHaveSingleItem().Balance, history.Next).ShouldBe((60, null));
    }

    [Fact]
    public async Task The_OpenAPI_document_describes_every_address_with_its_problems()
    {
        using var document = JsonDocument.Parse(await running.Gateway.Http.GetStringAsync("openapi/v1.json"));

        document.RootElement.GetProperty("openapi").GetString().ShouldNotBeNull().ShouldStartWith("3.1");
        var operations = document
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path =>
                path.Value.EnumerateObject()
                    .Select(operation =>
                        $"{operation.Name} {path.Name}: {Names(operation.Value.GetProperty("responses"))}"
                    )
            )
            .Order(StringComparer.Ordinal);
        operations.ShouldBe(
        [
            "get /events: 200 503",
            "get /health/live: 200",
            "get /health/ready: 200 503",
            "get /pulse: 200",
            "get /wallet/{id}/events: 200 400 503 504",
            "get /wallet/{id}/history: 200 400 503 504",
            "get /wallet/{id}: 200 304 400 404 412 503 504",
            "post /transfers: 200 400 403 404 409 413 415 422 503 504",
            "post /wallet/{id}/adjustments: 200 400 403 404 409 412 413 415 422 503 504",
            "post /wallet/{id}: 200 400 403 409 412 413 415 503 504",
            "put /wallet/{id}: 200 400 403 409 412 413 415 503 504",
        ]);
    }

    [Fact]
    public async Task The_pulse_tells_of_the_worker_and_of_each_queue()
    {
        using var made = await PutAsync("""{"balance":1}""");
        var report = await Eventually.GetAsync(
            async () =>
            {
                var found = await running.Gateway.Http.GetFromJsonAsync<JsonElement>("pulse");
                return found
                    .GetProperty("workers")
                    .EnumerateArray()
                    .Any(worker => worker.GetProperty("handled").GetInt64() > 0)
                    ? (object)found
                    : null;
            },
            "a pulse that counts");

        var queues = ((JsonElement)report).GetProperty("queues").EnumerateArray().ToList();
        queues
            .Select(queue => queue.GetProperty("queue").GetString())
            .ShouldBe([
                "wallet-set-balance",
                "wallet-adjust-balance",
                "wallet-transfer-balance",
                "wallet-get-balance",
                "wallet-get-history",
                "wallet-get-operation",
                "wallet-get-diagnosis",
            ]);
        queues.ShouldAllBe(queue => queue.GetProperty("consumers").GetInt64() == 1);
    }

    private async Task<HttpResponseMessage> GetAsync(string accept, string? ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"wallet/{_id}");
        request.Headers.Accept.ParseAdd(accept);
        if (ifNoneMatch is not null)
            request.Headers.IfNoneMatch.ParseAdd(ifNoneMatch);
        return await running.Gateway.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PutAsync(string json, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"wallet/{_id}")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await running.Gateway.Http.SendAsync(request);
    }

    private static string Names(JsonElement members) =>
        string.Join(" ", members.EnumerateObject().Select(member => member.Name));
}
