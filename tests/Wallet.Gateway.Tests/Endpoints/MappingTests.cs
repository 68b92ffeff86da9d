using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Wallet.Contracts;

namespace Wallet.Gateway.Tests.Endpoints;

/// <summary>What becomes of each request on the bus, and of each answer over HTTP.</summary>
public sealed class MappingTests
{
    private static readonly Guid Id = Guid.Parse("aa4d10c5-dd78-42ca-a077-3789b52ebbe3");
    private static readonly Guid Key = Guid.Parse("3c9f5d3e-4a57-4a0e-9a0c-2f6d1b1f7a10");

    [Fact]
    public async Task A_write_becomes_one_message_with_all_that_was_said()
    {
        SetBalance? seen = null;
        await using var gateway = new GatewayUnderTest(bus =>
            bus.AddHandler<SetBalance, BalanceUpdated>(context =>
            {
                seen = context.Message;
                return Updated(context.Message.UserId, context.Message.OperationId!.Value);
            })
        );
        using var client = await gateway.ConnectAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"wallet/{Id}")
        {
            Content = JsonContent.Create(new { balance = "-5", overdraft = 7 }),
        };
        request.Headers.Add("If-Match", "\"3\"");
        request.Headers.Add("Idempotency-Key", $"{Key}");

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        seen.ShouldBe(
            new SetBalance
            {
                UserId = Id,
                Balance = -5,
                Overdraft = 7,
                ExpectedVersion = 3,
                OperationId = Key,
            }
        );
        answer.Headers.ETag!.Tag.ShouldBe("\"9\"");
        answer.Headers.GetValues("Idempotency-Key").Single().ShouldBe($"{Key}");
    }

    [Theory]
    [InlineData(RefusalReason.VersionMismatch, HttpStatusCode.PreconditionFailed)]
    [InlineData(RefusalReason.OperationIdReused, HttpStatusCode.Conflict)]
    [InlineData(RefusalReason.WalletNotFound, HttpStatusCode.NotFound)]
    [InlineData(RefusalReason.InsufficientFunds, HttpStatusCode.UnprocessableEntity)]
    [InlineData(RefusalReason.BalanceOutOfRange, HttpStatusCode.UnprocessableEntity)]
    public async Task A_refusal_becomes_a_problem_with_the_wallet_as_it_is(RefusalReason reason, HttpStatusCode status)
    {
        await using var gateway = new GatewayUnderTest(bus =>
            bus.AddHandler<AdjustBalance, OperationRefused>(context =>
                Task.FromResult(
                    new OperationRefused
                    {
                        UserId = context.Message.UserId,
                        OperationId = context.Message.OperationId!.Value,
                        Reason = reason,
                        Message = "Because.",
                        Found = true,
                        Balance = long.MaxValue,
                        Version = 4,
                        UpdatedAt = null,
                    }
                )
            )
        );
        using var client = await gateway.ConnectAsync();

        using var answer = await client.PostAsJsonAsync($"wallet/{Id}/adjustments?integers=string", new { amount = 1 });

        answer.StatusCode.ShouldBe(status);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("reason").GetString().ShouldBe($"{reason}");
        problem.GetProperty("balance").GetString().ShouldBe("9223372036854775807");
        problem.GetProperty("version").GetString().ShouldBe("4");
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem
            .GetProperty("operationId")
            .GetGuid()
            .ShouldBe(Guid.Parse(answer.Headers.GetValues("Idempotency-Key").Single()));
    }

    [Fact]
    public async Task A_worker_that_fails_is_503_and_its_own_words_stay_in_the_log()
    {
        await using var gateway = new GatewayUnderTest(bus =>
            bus.AddHandler<GetBalance, BalanceResult>(
                (ConsumeContext<GetBalance> _) => throw new InvalidOperationException("table user_wallet at 10.0.0.7")
            )
        );
        using var client = await gateway.ConnectAsync();

        using var answer = await client.GetAsync($"wallet/{Id}");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("\"reason\":\"WorkerFailed\"");
        text.ShouldNotContain("user_wallet");
    }

    [Fact]
    public async Task A_request_that_nobody_answers_is_504_after_the_time_that_is_set()
    {
        await using var gateway = new GatewayUnderTest(_ => { }, ("Gateway:AnswerTimeoutMs", "200"));
        using var client = await gateway.ConnectAsync();

        using var answer = await client.GetAsync($"wallet/{Id}");

        answer.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(
            "No worker answered within 200 ms. Nothing was to be changed; ask again."
        );
    }

    [Fact]
    public async Task A_refused_request_reaches_no_bus()
    {
        var messages = 0;
        await using var gateway = new GatewayUnderTest(bus => bus.AddHandler<SetBalance, BalanceUpdated>(context =>
        {
            Interlocked.Increment(ref messages);
            return Updated(context.Message.UserId, context.Message.OperationId!.Value);
        }));
        using var client = await gateway.ConnectAsync();

        using var answer = await client.PutAsJsonAsync($"wallet/{Id}", new { balance = 1.5 });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        messages.ShouldBe(0);
    }

    [Fact]
    public async Task Two_keys_for_one_operation_are_refused()
    {
        await using var gateway = new GatewayUnderTest(_ => { });
        using var client = await gateway.ConnectAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"wallet/{Id}")
        {
            Content = JsonContent.Create(new { balance = 1 }),
        };
        request.Headers.Add("Idempotency-Key", ["one", "two"]);

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Idempotency-Key is there 2 times. Send it once.");
    }

    private static Task<BalanceUpdated> Updated(Guid userId, Guid operationId) =>
        Task.FromResult(
            new BalanceUpdated
            {
                UserId = userId,
                Balance = 1,
                PreviousBalance = 2,
                Version = 9,
                OperationId = operationId,
                UpdatedAt = DateTimeOffset.UnixEpoch,
            }
        );
}
