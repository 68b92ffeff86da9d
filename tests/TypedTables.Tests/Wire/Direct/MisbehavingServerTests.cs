using System.Text;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;

namespace TypedTables.Tests.Wire.Direct;

/// <summary>Whatever a server sends, a call ends in a named error or in a retry that succeeds.</summary>
public sealed class MisbehavingServerTests
{
    private static readonly byte[] Good = RawServer.Whole(Wires.Found);

    /// <summary>Answers that are no answer, each with the code that it is reported by where it is the last.</summary>
    internal static readonly Dictionary<string, (RawAnswer Answer, string Code)> Faults = new()
    {
        ["no HTTP"] = (new(RawEnd.Close, "SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray()), TableOperationException.NoAnswer),
        ["a page instead of JSON"] = (RawServer.Whole("<html>hello</html>"), TableOperationException.BadReply),
        ["no body"] = (RawServer.Whole(""), TableOperationException.BadReply),
        ["an array"] = (RawServer.Whole("[]"), TableOperationException.BadReply),
        ["JSON with something after it"] = (RawServer.Whole(Wires.Found + "{}"), TableOperationException.BadReply),
        ["JSON that is cut off, and announced so"] = (
            RawServer.Whole(Wires.Found[..20]),
            TableOperationException.BadReply
        ),
        ["bytes that are not UTF-8"] = (
            RawServer.Whole("{\"Item\":{\"\u00ff\":", hasChecksum: false),
            TableOperationException.BadReply
        ),
        ["a wrong checksum"] = (Changed(Good, "balance", "balanze"), TableOperationException.BadReply),
        ["a checksum that is no number"] = (
            Changed(Good, "x-amz-crc32: ", "x-amz-crc32: x"),
            TableOperationException.BadReply
        ),
        ["a body that ends too soon"] = (new(RawEnd.Close, Good[..^10]), TableOperationException.NoAnswer),
        ["a length that is too short"] = (
            new(
                RawEnd.Close,
                Changed(Good, $"Content-Length: {Wires.Found.Length}", $"Content-Length: {Wires.Found.Length - 9}")
            ),
            TableOperationException.BadReply
        ),
        ["a length that is too long"] = (
            new(
                RawEnd.Close,
                Changed(Good, $"Content-Length: {Wires.Found.Length}", $"Content-Length: {Wires.Found.Length + 9}")
            ),
            TableOperationException.NoAnswer
        ),
        ["a length of a terabyte"] = (
            new(RawEnd.Close, Changed(Good, $"Content-Length: {Wires.Found.Length}", "Content-Length: 1099511627776")),
            TableOperationException.BadReply
        ),
        ["chunks that are none"] = (
            new(RawEnd.Close, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"u8.ToArray()),
            TableOperationException.NoAnswer
        ),
        ["chunks without an end"] = (
            new(RawEnd.Close, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"u8.ToArray()),
            TableOperationException.NoAnswer
        ),
        ["headers without an end"] = (
            new(
                RawEnd.Close,
                Encoding.ASCII.GetBytes(
                    "HTTP/1.1 200 OK\r\n"
                        + string.Concat(Enumerable.Range(0, 5000).Select(i => $"x-{i}: {new string('y', 30)}\r\n"))
                )
            ),
            TableOperationException.NoAnswer
        ),
        ["a connection that is closed"] = (new(RawEnd.Close), TableOperationException.NoAnswer),
        ["a connection that is reset"] = (new(RawEnd.Reset), TableOperationException.NoAnswer),
        ["HTTP 500 without words"] = (RawServer.Whole("", 500), "HTTP 500"),
        ["HTTP 502 with a proxy's page"] = (RawServer.Whole("<html>", 502), "HTTP 502"),
        ["HTTP 503 with JSON that is no error"] = (RawServer.Whole("[1]", 503), "HTTP 503"),
        ["HTTP 500 with a code"] = (RawServer.Refusal("InternalServerError", 500), "InternalServerError"),
        ["throttling"] = (RawServer.Refusal("ThrottlingException"), "ThrottlingException"),
        ["a table's throughput that is used up"] = (
            RawServer.Refusal("ProvisionedThroughputExceededException"),
            "ProvisionedThroughputExceededException"
        ),
    };

    public static TheoryData<string> FaultNames => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task A_fault_that_passes_is_not_noticed(string fault)
    {
        await using var server = new RawServer(number => number <= 2 ? Faults[fault].Answer : Good);
        using var client = new TableClient(Wires.Options(server));

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(new Wallet(Wallets.User, 7));

        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(FaultNames))]
    public async Task A_fault_that_stays_is_an_error_by_name(string fault)
    {
        await using var server = new RawServer(_ => Faults[fault].Answer);
        using var client = new TableClient(Wires.Options(server));

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        (error.Code, error.Table, error.Operation, error.IsRetryable).ShouldBe(
            (Faults[fault].Code, "wallets", "GetItem", true)
        );
        server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(RawEnd.Close)]
    [InlineData(RawEnd.Reset)]
    internal async Task A_connection_that_is_lost_at_any_byte_of_the_answer_does_no_harm(RawEnd end)
    {
        for (var cut = 0; cut < Good.Length; cut++)
        {
            var at = cut;
            await using var server = new RawServer(number => number == 1 ? new RawAnswer(end, Good[..at]) : Good);
            using var client = new TableClient(Wires.Options(server));

            (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(
                new Wallet(Wallets.User, 7),
                $"cut at {cut}"
            );

            server.Requests.Count.ShouldBe(2, $"cut at {cut}");
        }
    }

    [Fact]
    public async Task An_answer_that_comes_byte_by_byte_is_read()
    {
        await using var server = new RawServer(_ => new RawAnswer(RawEnd.Stay, [.. Good.Select(one => new[] { one })]));
        using var client = new TableClient(Wires.Options(server));

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(new Wallet(Wallets.User, 7));
    }

    [Fact]
    public async Task An_answer_in_chunks_is_read_however_long_it_is()
    {
        var name = new string('n', 100_000);
        var body =
            $$$$"""{"Item":{"user_id":{"S":"{{{{Wallets.UserText}}}}"},"balance":{"N":"7"},"{{{{name}}}}":"""
                + $$$$"""{"S":"x"}}}""";
        var chunks = body.Chunk(999).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n");
        await using var server = new RawServer(_ =>
            Encoding.ASCII.GetBytes(
                $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{string.Concat(chunks)}0\r\n\r\n"
            )
        );
        using var client = new TableClient(Wires.Options(server));

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(new Wallet(Wallets.User, 7));
    }

    [Fact]
    public async Task An_answer_in_chunks_that_never_ends_is_not_read_for_ever()
    {
        var chunk = Encoding.ASCII.GetBytes($"400\r\n{new string(' ', 1024)}\r\n");
        await using var server = new RawServer(_ => new RawAnswer(
            RawEnd.Close,
            ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), .. Enumerable.Repeat(chunk, 100)]
        ));
        using var client = new TableClient(Wires.Options(server) with { ReplyBytesMax = 8192, AttemptsMax = 1 });

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        error.Code.ShouldBe(TableOperationException.BadReply);
        error.Message.ShouldContain("8192");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task A_server_that_stops_in_the_middle_is_given_up_in_time(int bytes)
    {
        await using var server = new RawServer(number =>
            number == 1 ? new RawAnswer(RawEnd.Stay, Good[..bytes]) : Good
        );
        using var client = new TableClient(
            Wires.Options(server) with
            {
                AttemptTimeout = TimeSpan.FromMilliseconds(200),
            }
        );

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldBe(new Wallet(Wallets.User, 7));

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_call_takes_no_longer_than_it_may_whatever_its_attempts_may()
    {
        await using var server = new RawServer(_ => new RawAnswer(RawEnd.Stay));
        using var client = new TableClient(
            Wires.Options(server) with
            {
                AttemptTimeout = TimeSpan.FromMinutes(1),
                CallTimeout = TimeSpan.FromMilliseconds(200),
                AttemptsMax = 10,
            }
        );

        var error = await Should
            .ThrowAsync<TableOperationException>(client.Table(Wallets.Schema).GetAsync(Wallets.UserKey))
            .WaitAsync(TimeSpan.FromSeconds(30));

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoAnswer, true));
    }

    [Fact]
    public async Task Nobody_listening_is_an_error_by_name_even_for_a_write_that_must_not_be_repeated()
    {
        Uri endpoint;
        await using (var gone = new RawServer(_ => Good))
            endpoint = gone.Endpoint;
        using var client = new TableClient(
            new TableClientOptions
            {
                Endpoint = endpoint,
                Region = "us-west-2",
                RetryPauseFirst = TimeSpan.FromMilliseconds(1),
            }
        );

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1))
        );

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoAnswer, true));
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so_and_others_are_not_disturbed()
    {
        using var patience = new CancellationTokenSource();
        await using var server = new RawServer(number =>
        {
            if (number == 1)
                patience.Cancel();
            return number == 1 ? new RawAnswer(RawEnd.Stay) : Good;
        });
        using var client = new TableClient(Wires.Options(server));
        var wallets = client.Table(Wallets.Schema);

        await Should.ThrowAsync<OperationCanceledException>(
            wallets.GetAsync(Wallets.UserKey, cancellationToken: patience.Token)
        );

        for (var i = 0; i < 20; i++)
            (await wallets.GetAsync(Wallets.UserKey)).ShouldBe(new Wallet(Wallets.User, 7));
        server.Requests.Count.ShouldBe(21);
    }

    [Theory]
    [InlineData("ValidationException", false)]
    [InlineData("ResourceNotFoundException", false)]
    [InlineData("AccessDeniedException", false)]
    [InlineData("TransactionConflictException", true)]
    public async Task An_error_that_does_not_pass_by_itself_is_reported_at_once_with_the_request_s_id(
        string code,
        bool isRetryable
    )
    {
        await using var server = new RawServer(_ => RawServer.Refusal(code));
        using var client = new TableClient(Wires.Options(server));

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        (error.Code, error.IsRetryable, error.RequestId).ShouldBe((code, isRetryable, "REQUEST1"));
        error.Message.ShouldContain("in words");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_tried_again_is_a_setting()
    {
        await using var server = new RawServer(number =>
            number == 1 ? RawServer.Refusal("TransactionConflictException") : Good
        );
        using var client = new TableClient(
            Wires.Options(server) with
            {
                RetriedCodes = new HashSet<string> { "TransactionConflictException" },
            }
        );

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Retries_that_are_used_up_are_not_made()
    {
        await using var server = new RawServer(_ => RawServer.Refusal("ThrottlingException"));
        using var client = new TableClient(Wires.Options(server) with { RetryBudget = 3 });
        var wallets = client.Table(Wallets.Schema);

        for (var i = 0; i < 5; i++)
            (await Should.ThrowAsync<TableOperationException>(wallets.GetAsync(Wallets.UserKey))).Code.ShouldBe(
                "ThrottlingException"
            );

        server.Requests.Count.ShouldBe(5 + 3);
    }

    private static byte[] Changed(byte[] answer, string from, string to) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(answer).Replace(from, to, StringComparison.Ordinal));
}
