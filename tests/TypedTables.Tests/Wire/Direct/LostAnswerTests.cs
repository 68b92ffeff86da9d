using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire;

namespace TypedTables.Tests.Wire.Direct;

/// <summary>Writes whose responses are lost: nothing is written twice, and no unknown outcome is reported.</summary>
public sealed class LostAnswerTests
{
    private static readonly RawAnswer Lost = new(RawEnd.Close);
    private static readonly byte[] Done = RawServer.Whole("{}");

    private static readonly Dictionary<string, Func<Table<Wallet>, Task<WriteResult<Wallet>>>> Repeatable = new()
    {
        ["put"] = table => table.PutAsync(new Wallet(Wallets.User, 7)),
        ["put with a condition"] = table => table.PutAsync(new Wallet(Wallets.User, 7), Wallets.UserId.NotExists()),
        ["set"] = table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Set(7)),
        ["set with a lock"] = table =>
            table.UpdateAsync(Wallets.UserKey, Wallets.ChangedAt.Remove(), Wallets.Balance.Lock(7)),
        ["delete"] = table => table.DeleteAsync(Wallets.UserKey),
    };

    private static readonly Dictionary<
        string,
        (Func<Table<Wallet>, Task<WriteResult<Wallet>>> Write, bool IsRetryable)
    > Unrepeatable = new()
    {
        ["increase"] = (table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(7)), false),
        ["decrease with a condition"] = (
            table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Decrease(7), Wallets.Balance.IsAtLeast(7)),
            false
        ),
        ["add"] = (
            table => table.UpdateAsync(Wallets.UserKey, Wallets.Balance.Add(7).And(Wallets.ChangedAt.Remove())),
            false
        ),
        ["put that asks for the old item"] = (
            table => table.PutAsync(new Wallet(Wallets.User, 7), returnValues: ReturnValues.AllOld),
            true
        ),
        ["delete that asks for the old item"] = (
            table => table.DeleteAsync(Wallets.UserKey, returnValues: ReturnValues.AllOld),
            true
        ),
    };

    public static TheoryData<string> RepeatableNames => [.. Repeatable.Keys];

    public static TheoryData<string> UnrepeatableNames => [.. Unrepeatable.Keys];

    [Theory]
    [MemberData(nameof(RepeatableNames))]
    public async Task A_write_that_may_be_repeated_is_sent_again_as_it_was(string write)
    {
        await using var server = new RawServer(number => number == 1 ? Lost : Done);
        using var client = new TableClient(Wires.Options(server));

        (await Repeatable[write](client.Table(Wallets.Schema))).IsApplied.ShouldBeTrue();

        server.Requests.Count.ShouldBe(2);
        server.Requests.Select(request => request.Body).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(UnrepeatableNames))]
    public async Task A_write_that_must_not_be_repeated_is_sent_once_and_its_error_says_whether_the_caller_may(
        string write
    )
    {
        foreach (
            var answer in (RawAnswer[])
                [
                    Lost,
                    new RawAnswer(RawEnd.Reset),
                    RawServer.Refusal("InternalServerError", 500),
                    RawServer.Whole("<html>"),
                ]
        )
        {
            await using var server = new RawServer(number => number == 1 ? answer : Done);
            using var client = new TableClient(Wires.Options(server));

            var error = await Should.ThrowAsync<TableOperationException>(
                Unrepeatable[write].Write(client.Table(Wallets.Schema))
            );

            error.IsRetryable.ShouldBe(Unrepeatable[write].IsRetryable);
            server.Requests.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_write_that_must_not_be_repeated_is_sent_again_where_nothing_was_carried_out()
    {
        await using var server = new RawServer(number => number == 1 ? RawServer.Refusal("ThrottlingException") : Done);
        using var client = new TableClient(Wires.Options(server));

        (
            await client.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(7))
        ).IsApplied.ShouldBeTrue();

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_condition_that_fails_after_an_answer_was_lost_is_not_reported_as_lost()
    {
        await using var server = new RawServer(number =>
            number == 1 ? Lost : RawServer.Refusal(WireReply.ConditionLost)
        );
        using var client = new TableClient(Wires.Options(server));

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).PutAsync(new Wallet(Wallets.User, 7), Wallets.UserId.NotExists())
        );

        (error.Code, error.IsRetryable, error.RequestId).ShouldBe(
            (TableOperationException.OutcomeUnknown, false, "REQUEST1")
        );
    }

    [Fact]
    public async Task A_condition_that_fails_at_once_or_after_throttling_is_lost()
    {
        await using var server = new RawServer(number =>
            number == 2 ? RawServer.Refusal("ThrottlingException") : RawServer.Refusal(WireReply.ConditionLost)
        );
        using var client = new TableClient(Wires.Options(server));
        var wallets = client.Table(Wallets.Schema);

        (await wallets.PutAsync(new Wallet(Wallets.User, 7), Wallets.UserId.NotExists())).IsApplied.ShouldBeFalse();
        (await wallets.PutAsync(new Wallet(Wallets.User, 7), Wallets.UserId.NotExists())).IsApplied.ShouldBeFalse();

        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_transaction_has_the_same_token_in_every_attempt()
    {
        await using var server = new RawServer(number =>
            number switch
            {
                1 => Lost,
                2 => RawServer.Refusal("TransactionInProgressException"),
                _ => Done,
            }
        );
        using var client = new TableClient(Wires.Options(server));

        (
            await client.TransactWriteAsync([
                client.Table(Wallets.Schema).Update(Wallets.UserKey, Wallets.Balance.Increase(7)),
            ])
        ).IsApplied.ShouldBeTrue();

        var tokens = server
            .Requests.Select(request =>
                JsonDocument.Parse(request.Body).RootElement.GetProperty("ClientRequestToken").GetString()
            )
            .ToList();
        tokens.Count.ShouldBe(3);
        tokens.Distinct().ShouldHaveSingleItem().ShouldNotBeNull().Length.ShouldBe(36);
    }
}
