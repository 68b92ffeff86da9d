using System.Text.Json;
using MassTransit.Serialization;
using Tests.Approvals;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Tests.Messaging.Serialization;

/// <summary>The bodies that are refused are tested over the real broker, in BadMessageTests.</summary>
public sealed class ContractJsonTests
{
    private static readonly JsonSerializerOptions Options = new(SystemTextJsonMessageSerializer.Options)
    {
        Converters = { new ContractJson() },
    };

    private static readonly Guid UserId = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");
    private static readonly Guid OperationId = Guid.Parse("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21");
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero).AddTicks(1);

    /// <summary>One of each message, every field set.</summary>
    public static TheoryData<string, object> Messages =>
        new()
        {
            {
                "SetBalance.json",
                new SetBalance
                {
                    UserId = UserId,
                    Balance = long.MaxValue,
                    OperationId = OperationId,
                    ExpectedVersion = 3,
                    Overdraft = 50,
                }
            },
            {
                "AdjustBalance.json",
                new AdjustBalance
                {
                    UserId = UserId,
                    Amount = -5,
                    OperationId = OperationId,
                    ExpectedVersion = 3,
                }
            },
            {
                "TransferBalance.json",
                new TransferBalance
                {
                    From = UserId,
                    To = OperationId,
                    Amount = 5,
                    OperationId = OperationId,
                }
            },
            {
                "GetHistory.json",
                new GetHistory
                {
                    UserId = UserId,
                    After = 3,
                    Limit = 10,
                }
            },
            {
                "GetOperation.json",
                new GetOperation { OperationId = OperationId }
            },
            { "GetDiagnosis.json", new GetDiagnosis() },
            {
                "GetBalance.json",
                new GetBalance { UserId = UserId }
            },
            {
                "BalanceUpdated.json",
                new BalanceUpdated
                {
                    UserId = UserId,
                    Balance = long.MinValue,
                    PreviousBalance = 7,
                    Version = 3,
                    OperationId = OperationId,
                    UpdatedAt = At,
                }
            },
            {
                "BalanceResult.json",
                new BalanceResult
                {
                    UserId = UserId,
                    Found = true,
                    Balance = 7,
                    Version = 3,
                    UpdatedAt = At,
                }
            },
            {
                "OperationRefused.json",
                new OperationRefused
                {
                    UserId = UserId,
                    OperationId = OperationId,
                    Reason = RefusalReason.VersionMismatch,
                    Message = "Why.",
                    Found = false,
                    Balance = null,
                    Version = 0,
                    UpdatedAt = null,
                }
            },
        };

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_wire_form_of_every_message_is_frozen(string name, object message)
    {
        JsonSerializer.Serialize(message, message.GetType(), Options).ReplaceLineEndings("\n").ShouldBeApproved(name);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_is_read_as_it_was_written(string name, object message)
    {
        name.ShouldBe(message.GetType().Name + ".json");
        JsonSerializer
            .Deserialize(JsonSerializer.Serialize(message, message.GetType(), Options), message.GetType(), Options)
            .ShouldBe(message);
    }

    [Theory]
    [InlineData("""{"userId":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1","balance":-5}""")]
    [InlineData("""{"USERID":"BADFF6D6-41D4-46FB-AE74-BA19A2E69CB1","Balance":"-5"}""")]
    [InlineData(
        """{"balance":-5,"note":{"unknown":[1,2]},"userId":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1","operationId":"""
            + """null,"expectedVersion":null}"""
    )]
    public void Names_are_read_in_any_case_integers_as_numbers_or_text_and_the_unknown_is_ignored(string json)
    {
        JsonSerializer
            .Deserialize<SetBalance>(json, Options)
            .ShouldBe(new SetBalance { UserId = UserId, Balance = -5 });
    }

    [Fact]
    public void Every_fault_of_a_message_is_named_at_once()
    {
        var error = Should.Throw<BadMessageException>(() =>
            JsonSerializer.Deserialize<SetBalance>("""{"balance":"x","expectedVersion":1.5}""", Options)
        );

        error.ForSender.ShouldBe(
            "SetBalance is refused: userId is missing. Send a UUID such as 0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21. "
                + "balance is \"x\". Send a whole number from -9223372036854775808 to 9223372036854775807. "
                + "expectedVersion is 1.5. Send a whole number from -9223372036854775808 to 9223372036854775807."
        );
        error.Message.ShouldBe(
            error
                .ForSender.Replace("is \"x\"", "is something else", StringComparison.Ordinal)
                .Replace("is 1.5", "is something else", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_quoted_of_a_bad_value_is_cut_short()
    {
        var json = $$"""{"userId":"badff6d6-41d4-46fb-ae74-ba19a2e69cb1","balance":"{{new string('9', 5000)}}"}""";

        Should
            .Throw<BadMessageException>(() => JsonSerializer.Deserialize<SetBalance>(json, Options))
            .ForSender.Length.ShouldBeLessThan(250);
    }
}
