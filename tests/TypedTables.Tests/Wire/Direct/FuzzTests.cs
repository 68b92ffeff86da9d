using System.Text;
using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Wire.Direct;

/// <summary>
/// Whatever bytes an item is made of, it decodes or is refused by name. A fixed number of tries, from a seed that is
/// printed.
/// </summary>
public sealed class FuzzTests
{
    private const int Tries = 20_000;

    private static readonly string PageWithMore =
        $$$"""
        {"Items":[{{{Wires.ItemJson}}}],"Count":1,"LastEvaluatedKey":{"user_id":{"S":"{{{Wallets.UserText}}}"}},
        "ConsumedCapacity":{"TableName":"wallets","CapacityUnits":0.5}}
        """;

    [Fact]
    public void Changed_items_decode_or_are_refused_by_name()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var decoded = 0;
        for (var i = 0; i < Tries; i++)
        {
            var bytes = Fuzz.Changed(random, Encoding.UTF8.GetBytes(Wires.ItemJson));
            try
            {
                Wallets.Schema.Decode(bytes).UserId.ShouldNotBe(Guid.Empty);
                decoded++;
            }
            catch (Exception error) when (error is ItemDecodeException or JsonException)
            {
                // Refused, as it should be.
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, try {i}: {Convert.ToBase64String(bytes)} led to {error}");
            }
        }

        decoded.ShouldBeInRange(1, Tries - 1, $"seed {seed} shows nothing");
    }

    [Fact]
    public async Task Changed_answers_of_every_operation_lead_to_named_errors_and_no_others()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        byte[] answer = [];
        await using var server = new RawServer(_ =>
            RawServer.Whole(Encoding.UTF8.GetString(answer), hasChecksum: false)
        );
        using var client = new TableClient(Wires.Options(server) with { AttemptsMax = 1, RetryBudget = 0 });
        var wallets = client.Table(Wallets.Schema);
        (string Answer, Func<Task> Call)[] calls =
        [
            (Wires.Found, () => wallets.GetAsync(Wallets.UserKey)),
            ($$"""{"Attributes":{{Wires.ItemJson}}}""", () => wallets.PutAsync(new Wallet(Wallets.User, 1))),
            (
                $$"""{"Attributes":{{Wires.ItemJson}}}""",
                () => wallets.UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(7))
            ),
            ($$"""{"Attributes":{{Wires.ItemJson}}}""", () => wallets.DeleteAsync(Wallets.UserKey)),
            (PageWithMore, () => wallets.Scan().InPagesOf(1).PagesAsync().FirstAsync().AsTask()),
            (PageWithMore, () => wallets.Query(Wallets.UserId, Wallets.User).PagesAsync().FirstAsync().AsTask()),
            (
                $$"""{"Items":[{{Wires.ItemJson}}],"Count":1}""",
                () => wallets.Scan().InPagesOf(1).PagesAsync().FirstAsync().AsTask()
            ),
            (
                $$$"""{"Responses":{"wallets":[{{{Wires.ItemJson}}}]},"UnprocessedKeys":{}}""",
                () => wallets.BatchGetAsync([Wallets.UserKey])
            ),
            ("""{"UnprocessedItems":{}}""", () => wallets.BatchWriteAsync(put: [new Wallet(Wallets.User, 1)])),
            (
                $$"""{"Responses":[{"Item":{{Wires.ItemJson}}}]}""",
                () => client.TransactGetAsync([wallets.Read(Wallets.UserKey)])
            ),
            ("{}", () => client.TransactWriteAsync([wallets.Put(new Wallet(Wallets.User, 1))])),
        ];

        for (var i = 0; i < 1500; i++)
        {
            var (good, call) = calls[i % calls.Length];
            answer = Encoding.UTF8.GetBytes(
                Encoding.UTF8.GetString(Fuzz.Changed(random, Encoding.UTF8.GetBytes(good))));
            try
            {
                await call();
            }
            catch (TypedTableException)
            {
                // Named.
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, try {i}: {Encoding.UTF8.GetString(answer)} led to {error}");
            }
        }

        server.Requests.Count.ShouldBeGreaterThanOrEqualTo(1500, $"seed {seed}");
    }
}
