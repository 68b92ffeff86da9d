using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SystemTests.Parts;
using Wallet.Contracts;

namespace SystemTests.Gateway;

[Collection(nameof(ProgramTests))]
public sealed class OutageTests(LocalServers servers)
{
    [Fact]
    public async Task Without_a_worker_the_answer_is_504_and_the_same_key_has_one_effect_when_a_worker_is_back()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        var id = Guid.NewGuid();
        await using (var once = WorkerProcess.Launch(broker.Port, servers.Engine))
            await once.WaitUntilReadyAsync(); // It declares the queues, and goes.
        await using var gateway = await GatewayProcess.StartAsync(broker.Port, ("Gateway__AnswerTimeoutMs", "300"));

        using var answer = await gateway.Http.PutAsJsonAsync($"wallet/{id}", new { balance = 5 });

        answer.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("reason").GetString().ShouldBe("NoAnswer");
        problem
            .GetProperty("detail")
            .GetString()
            .ShouldBe(
                "No worker answered within 300 ms. The operation may have happened. Send it again with the same "
                    + "Idempotency-Key (this answer's header has it): it takes effect once."
            );
        var key = answer.Headers.GetValues("Idempotency-Key").Single();
        Guid.Parse(key).ShouldBe(problem.GetProperty("operationId").GetGuid());
        using var question = await gateway.Http.GetAsync($"wallet/{id}");
        question.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);

        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await worker.WaitUntilReadyAsync();
        for (var times = 0; times < 2; times++)
        {
            await Eventually.GetAsync<string>(
                async () =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, $"wallet/{id}")
                    {
                        Content = JsonContent.Create(new { balance = 5 }),
                    };
                    request.Headers.Add("Idempotency-Key", key);
                    // the first answers of a new worker may be slow
                    using var again = await gateway.Http.SendAsync(request);
                    return
                        again.StatusCode == HttpStatusCode.OK
                        && (await again.Content.ReadFromJsonAsync<BalanceUpdated>())!.Version == 1
                        ? "done"
                        : null;
                },
                "the repeated operation");
        }
    }

    [Fact]
    public async Task Without_a_broker_the_answer_is_503_at_once_streams_end_and_all_is_well_when_it_is_back()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var worker = WorkerProcess.Launch(broker.Port, servers.Engine);
        await worker.WaitUntilReadyAsync();
        await using var gateway = await GatewayProcess.StartAsync(broker.Port);
        using var events = await EventReader.OpenAsync(gateway.Http, "events");

        await broker.StopAsync();
        (await events.NextAsync()).ShouldBeNull("a stream that can miss events ends");
        await Eventually.GetAsync<string>(
            async () =>
            {
                using var ready = await gateway.Http.GetAsync("health/ready");
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable ? "503" : null;
            },
            "the gateway to notice");

        var watch = Stopwatch.StartNew();
        using var refused = await gateway.Http.PutAsJsonAsync($"wallet/{Guid.NewGuid()}", new { balance = 5 });
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        watch.Elapsed.ShouldBeLessThan(
            TimeSpan.FromSeconds(5),
            "nobody is to wait for a broker that is known to be away"
        );
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        (await refused.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("reason")
            .GetString()
            .ShouldBe("BrokerNotConnected");
        using var stream = await gateway.Http.GetAsync("events");
        stream.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await gateway.Http.GetStringAsync("health/live")).ShouldBe("live\n");
        (await gateway.Http.GetFromJsonAsync<JsonElement>("pulse"))
            .GetProperty("connected")
            .GetBoolean()
            .ShouldBeFalse();

        await broker.StartAsync();
        await worker.WaitUntilReadyAsync();
        await gateway.WaitForAsync("health/ready");
        using var again = await EventReader.OpenAsync(gateway.Http, "events");
        using var answer = await gateway.Http.PutAsJsonAsync($"wallet/{Guid.NewGuid()}", new { balance = 5 });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.NextAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task More_requests_than_may_wait_are_turned_away_at_once()
    {
        await using var broker = new BrokerPart();
        await broker.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(
            broker.Port,
            ("Gateway__RequestsMax", "2"),
            ("Gateway__AnswerTimeoutMs", "2000")
        );

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => gateway.Http.GetAsync($"wallet/{Guid.NewGuid()}"))
        );

        answers.Count(answer => answer.StatusCode == HttpStatusCode.GatewayTimeout).ShouldBe(2);
        var busy = answers.Where(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable).ToList();
        busy.Count.ShouldBe(3);
        (await busy[0].Content.ReadAsStringAsync()).ShouldContain(
            "2 requests are waiting for answers already. Nothing was sent"
        );
    }
}
