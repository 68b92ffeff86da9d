using System.Text;
using RabbitMQ.Client;
using Tests.Approvals;
using Wallet.Cli.Bus;
using Wallet.Cli.Doctor;
using Wallet.Cli.Load;
using Wallet.Cli.Output;
using Wallet.Cli.Parked;
using Wallet.Contracts;

namespace Wallet.Cli.Tests.Output;

/// <summary>What scripts read is frozen.</summary>
public sealed class OutputTests
{
    private static readonly Guid User = Guid.Parse("badff6d6-41d4-46fb-ae74-ba19a2e69cb1");
    private static readonly Guid Operation = Guid.Parse("0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21");
    private static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private static readonly BalanceUpdated Updated = new()
    {
        UserId = User,
        Balance = long.MaxValue,
        PreviousBalance = null,
        Version = 1,
        OperationId = Operation,
        UpdatedAt = At,
    };

    private static readonly OperationRefused Refused = new()
    {
        UserId = User,
        OperationId = Operation,
        Reason = RefusalReason.InsufficientFunds,
        Message = "Why.",
        Found = true,
        Balance = 7,
        Version = 3,
        UpdatedAt = At,
    };

    [Fact]
    public void The_JSON_of_answers_is_frozen() =>
        string.Join(
                "\n",
                new object[]
                {
                    Updated,
                    Refused,
                    new BalanceTransferred
                    {
                        OperationId = Operation,
                        Amount = 5,
                        From = Updated,
                        To = Updated with { PreviousBalance = 3, Version = 2 },
                    },
                    new HistoryResult
                    {
                        UserId = User,
                        Operations = [Updated],
                        Next = 1,
                    },
                }.Select(Printer.ResponseJson)
            )
            .ShouldBeApproved("answers.json");

    [Fact]
    public void The_JSON_of_a_parked_message_is_frozen()
    {
        var properties = new BasicProperties
        {
            MessageId = "m-1",
            Timestamp = new AmqpTimestamp(At.ToUnixTimeSeconds()),
            Headers = new Dictionary<string, object?>
            {
                ["MT-Fault-Message"] = Encoding.UTF8.GetBytes("Why."),
                ["MT-Fault-Timestamp"] = Encoding.UTF8.GetBytes("2026-01-31T12:00:01Z"),
                ["MT-Fault-ExceptionType"] = Encoding.UTF8.GetBytes("System.Exception"),
            },
        };
        var body = Encoding.UTF8.GetBytes($$"""{"userId":"{{User}}","balance":5,"operationId":"{{Operation}}"}""");
        var message = ParkedMessage.Read("wallet-set-balance_error", properties, body);

        Printer.Json(ParkedText.FullJson(message, At.AddSeconds(61))).ShouldBeApproved("parked.json");
    }

    [Fact]
    public void The_JSON_of_a_load_and_of_a_finding_is_frozen()
    {
        var figures = new LatencyFigures(10, 1.5, 2, 3, 4.25, 1.75);
        var report = new LoadReport
        {
            Seed = 1,
            Wallets = 2,
            Mix = "set=1",
            Rate = null,
            ElapsedSeconds = 1.5,
            Sent = 12,
            Answered = 10,
            PerSecond = 6.7,
            Latency = figures,
            LatencyByVerb = new Dictionary<string, LatencyFigures> { ["set"] = figures },
            Refusals = new Dictionary<string, long> { ["InsufficientFunds"] = 1 },
            Errors = new Dictionary<string, long> { ["no answer in time"] = 2 },
        };

        $"{Printer.Json(report)}\n{Printer.Json(Finding.Wrong("broker", "Down.", "./dev up"))}".ShouldBeApproved(
            "load-and-doctor.json"
        );
    }

    [Fact]
    public void Answers_are_said_in_words()
    {
        ResponseText
            .Describe(Updated)
            .ShouldBe($"Wallet {User} is new, with balance 9223372036854775807 at version 1.");
        ResponseText.Describe(Refused).ShouldBe("Refused (InsufficientFunds). Why. Its balance is 7, at version 3.");
        ResponseText
            .Describe(Refused with { Found = false, Balance = null, Reason = RefusalReason.WalletNotFound })
            .ShouldBe("Refused (WalletNotFound). Why.");
        ResponseText
            .Line(Updated with { Balance = long.MinValue, PreviousBalance = long.MaxValue })
            .ShouldContain("-18446744073709551615 → -9223372036854775808");
    }

    [Fact]
    public void What_others_have_sent_cannot_command_the_terminal()
    {
        PlainText.Safe("a\u001b[31mb\u0007\nc").ShouldBe("a\\u001b[31mb\\u0007\nc");
        PlainText.Cut("one\ntwo\u001b", 20).ShouldBe("one two\\u001b");
        PlainText.Cut("0123456789", 5).ShouldBe("0123…");
        PlainText.Safe("a\u202eb\u2028c\u200bd\ud800e\u0085").ShouldBe("a\\u202eb\\u2028c\\u200bd\\ud800e\\u0085");
        PlainText.Safe("💶 für 5 €\n").ShouldBe("💶 für 5 €\n");
        PlainText.Cut("012💶5678", 5).ShouldBe("012…");
    }

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(119, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(7200, "2 h")]
    [InlineData(172_800, "2 d")]
    public void An_age_has_the_largest_unit(int seconds, string words) =>
        PlainText.Age(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Fact]
    public void A_queue_is_well_only_with_a_consumer_and_without_a_crowd()
    {
        var well = DoctorChecks.Input("wallet-set-balance", new QueueDeclareOk("q", 5, 1));
        well.ShouldBe(Finding.Ok("wallet-set-balance", "1 consumer, 5 messages wait"));
        foreach (var found in new[] { null, new QueueDeclareOk("q", 0, 0), new QueueDeclareOk("q", 1001, 1) })
        {
            var ill = DoctorChecks.Input("wallet-set-balance", found);
            ill.IsOk.ShouldBeFalse();
            ill.Remedy.ShouldNotBeNullOrEmpty();
        }

        DoctorChecks.Parked("wallet-set-balance_error", null).ShouldBeNull();
        DoctorChecks.Parked("wallet-set-balance_error", new QueueDeclareOk("q", 0, 0)).ShouldBeNull();
        DoctorChecks
            .Parked("wallet-set-balance_error", new QueueDeclareOk("q", 1, 0))!
            .Remedy.ShouldNotBeNull()
            .ShouldContain("wallet errors list");
        var skipped = DoctorChecks.Parked("wallet-set-balance_skipped", new QueueDeclareOk("q", 1, 0))!.Remedy!;
        skipped.ShouldNotContain("replay"); // which always leaves it there
        skipped.ShouldContain("wallet errors drop");
    }

    [Fact]
    public void The_queues_are_named_after_the_messages()
    {
        QueueNames.Inputs.ShouldBe([
            "wallet-set-balance",
            "wallet-adjust-balance",
            "wallet-transfer-balance",
            "wallet-get-balance",
            "wallet-get-history",
            "wallet-get-operation",
            "wallet-get-diagnosis",
        ]);
        QueueNames.Inputs.ShouldContain(Queues.Diagnosis);
        Queues.OriginOf("wallet-set-balance_skipped").ShouldBe("wallet-set-balance");
        Queues.MessageOf("wallet-set-balance").ShouldBe(nameof(SetBalance));
    }
}
