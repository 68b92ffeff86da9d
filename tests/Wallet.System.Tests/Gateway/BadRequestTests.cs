using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SystemTests.Parts;

namespace SystemTests.Gateway;

[Collection(nameof(ProgramTests))]
public sealed class BadRequestTests(RunningGateway running) : IClassFixture<RunningGateway>
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly string TooDeep = $$"""{"balance":1,"a":{{new string('[', 64)}}{{new string(']', 64)}}}""";

    private readonly Guid _id = Guid.NewGuid();

    /// <summary>
    /// Method, path, content type, headers, body; status, reason and what the detail must say. ID is a wallet with
    /// balance 100 at version 1.
    /// </summary>
    public static TheoryData<string, string?, string, string?, int, string, string> Requests =>
        new()
        {
            {
                "GET /wallet/nobody",
                null,
                "",
                null,
                400,
                "InvalidRequest",
                "The wallet's id is nobody. Send a UUID such as"
            },
            {
                "GET /wallet/00000000-0000-0000-0000-000000000000",
                null,
                "",
                null,
                400,
                "InvalidRequest",
                "not the all-zero one"
            },
            { "GET /wallet/{ID}", null, "", null, 400, "InvalidRequest", "The wallet's id is {" },
            {
                "GET /wallet/5b0e2f53-5d2f-4ab0-9f4b-0f2c56b2a1d1",
                null,
                "",
                null,
                404,
                "WalletNotFound",
                "Make it with PUT /wallet/5b0e2f53"
            },
            { "GET /wallets", null, "", null, 404, "NotFound", "There is nothing at /wallets. /openapi/v1.json lists" },
            { "DELETE /wallet/ID", null, "", null, 405, "MethodNotAllowed", "The header Allow says what it takes" },
            {
                "POST /wallet/ID",
                Form,
                "",
                "",
                400,
                "InvalidRequest",
                "balance is missing. Send the new balance in minor units."
            },
            { "POST /wallet/ID", Form, "", "balance=", 400, "InvalidRequest", "balance is empty. Send" },
            {
                "POST /wallet/ID",
                Form,
                "",
                "balance=ten",
                400,
                "InvalidRequest",
                "balance is ten. Send the new balance in minor units: a whole number"
            },
            { "POST /wallet/ID", Form, "", "balance=1.5", 400, "InvalidRequest", "balance is 1.5." },
            { "POST /wallet/ID", Form, "", "balance=1e3", 400, "InvalidRequest", "balance is 1e3." },
            { "POST /wallet/ID", Form, "", "balance=%2B5", 400, "InvalidRequest", "balance is +5." },
            { "POST /wallet/ID", Form, "", "balance=1&balance=2", 400, "InvalidRequest", "balance is there 2 times" },
            {
                "POST /wallet/ID",
                Form,
                "",
                "balance=9223372036854775808",
                400,
                "InvalidRequest",
                "to 9223372036854775807"
            },
            {
                "POST /wallet/ID",
                Form,
                "",
                "balance=-9223372036854775809",
                400,
                "InvalidRequest",
                "from -9223372036854775808"
            },
            {
                "POST /wallet/ID",
                null,
                "",
                "balance=1",
                415,
                "UnsupportedMediaType",
                "The content type is missing. Send application/json"
            },
            { "POST /wallet/ID", "text/plain", "", "1", 415, "UnsupportedMediaType", "The content type is text/plain" },
            { "PUT /wallet/ID", Json, "", "{}", 400, "InvalidRequest", "balance is missing." },
            { "PUT /wallet/ID", Json, "", """{"balance":null}""", 400, "InvalidRequest", "balance is missing." },
            { "PUT /wallet/ID", Json, "", """{"balance":1.0}""", 400, "InvalidRequest", "balance is 1.0." },
            { "PUT /wallet/ID", Json, "", """{"balance":true}""", 400, "InvalidRequest", "balance is true." },
            { "PUT /wallet/ID", Json, "", """{"balance":[1]}""", 400, "InvalidRequest", "balance is [1]." },
            { "PUT /wallet/ID", Json, "", """{"balance":" 1"}""", 400, "InvalidRequest", "balance is  1." },
            {
                "PUT /wallet/ID",
                Json,
                "",
                """{"balance":1,"Balance":2}""",
                400,
                "InvalidRequest",
                "balance is there 2 times"
            },
            {
                "PUT /wallet/ID",
                Json,
                "",
                """{"balance":1,"balance":null}""",
                400,
                "InvalidRequest",
                "balance is there 2 times"
            },
            {
                "PUT /wallet/ID",
                Json,
                "",
                """{"balance":1,"overdraft":-1}""",
                400,
                "InvalidRequest",
                "overdraft is -1. Send a whole number, 0 or more"
            },
            {
                "PUT /wallet/ID",
                Json,
                "",
                """{"balance":"x","overdraft":"y"}""",
                400,
                "InvalidRequest",
                "balance is x. Send the new balance in minor units: a whole number from -9223372036854775808 to "
                    + "9223372036854775807. overdraft is y."
            },
            { "PUT /wallet/ID", Json, "", "[1]", 400, "InvalidRequest", "The body is [1]. Send a JSON object." },
            {
                "PUT /wallet/ID",
                Json,
                "",
                """{"balance":1""",
                400,
                "InvalidRequest",
                "The body is not JSON that can be read."
            },
            { "PUT /wallet/ID", Json, "", "", 400, "InvalidRequest", "The body is not JSON that can be read." },
            { "PUT /wallet/ID", Json, "", TooDeep, 400, "InvalidRequest", "The body is not JSON that can be read." },
            { "PUT /wallet/ID", Json, "", """{"balance":"\ud800"}""", 400, "InvalidRequest", "balance is \"\\ud" },
            { "PUT /wallet/ID", Json, "", """{"\ud800":1}""", 400, "InvalidRequest", "The body is not JSON" },
            {
                "PUT /wallet/ID",
                Json,
                "If-Match: 1",
                """{"balance":1}""",
                400,
                "InvalidRequest",
                "If-Match is 1. Send the version that you last saw, in quotes"
            },
            { "PUT /wallet/ID", Json, "If-Match: *", """{"balance":1}""", 400, "InvalidRequest", "If-Match is *." },
            {
                "PUT /wallet/ID",
                Json,
                "If-Match: W/\"1\"",
                """{"balance":1}""",
                400,
                "InvalidRequest",
                "If-Match is W/"
            },
            {
                "PUT /wallet/ID",
                Json,
                "If-None-Match: \"1\"",
                """{"balance":1}""",
                400,
                "InvalidRequest",
                "A write takes only *"
            },
            {
                "PUT /wallet/ID",
                Json,
                "If-Match: \"1\"",
                """{"balance":1,"expectedVersion":2}""",
                400,
                "InvalidRequest",
                "ask for different versions"
            },
            {
                "PUT /wallet/ID",
                Json,
                "If-Match: \"7\"",
                """{"balance":1}""",
                412,
                "VersionMismatch",
                "The wallet now has version 1."
            },
            {
                "PUT /wallet/ID",
                Json,
                "If-None-Match: *",
                """{"balance":1}""",
                412,
                "VersionMismatch",
                "If-Match: \"1\""
            },
            {
                "PUT /wallet/ID",
                Json,
                "Idempotency-Key: a b",
                """{"balance":1}""",
                400,
                "InvalidRequest",
                "Idempotency-Key is a b. Send a UUID, or 1 to 255 visible ASCII characters"
            },
            {
                "PUT /wallet/ID",
                Json,
                "Idempotency-Key: 00000000-0000-0000-0000-000000000000",
                """{"balance":1}""",
                400,
                "InvalidRequest",
                "all-zero UUID"
            },
            { "POST /wallet/ID/adjustments", Json, "", """{"amount":0}""", 400, "InvalidRequest", "amount is 0." },
            {
                "POST /wallet/ID/adjustments",
                Json,
                "",
                """{"amount":-101}""",
                422,
                "InsufficientFunds",
                "The balance does not cover the amount."
            },
            {
                "POST /wallet/ID/adjustments",
                Json,
                "",
                """{"amount":"9223372036854775807"}""",
                422,
                "BalanceOutOfRange",
                "Send a smaller amount."
            },
            {
                "POST /wallet/ID/adjustments",
                Json,
                "",
                """{"amount":1,"expectedVersion":3}""",
                412,
                "VersionMismatch",
                "The wallet now has version 1."
            },
            {
                "POST /wallet/5b0e2f53-5d2f-4ab0-9f4b-0f2c56b2a1d1/adjustments",
                Json,
                "",
                """{"amount":1}""",
                404,
                "WalletNotFound",
                "Make it with PUT"
            },
            {
                "POST /transfers",
                Json,
                "",
                "{}",
                400,
                "InvalidRequest",
                "from is missing. Send a wallet's UUID. to is missing. Send a wallet's UUID. amount is missing."
            },
            {
                "POST /transfers",
                Json,
                "",
                """{"from":"ID","to":"ID","amount":1}""",
                400,
                "InvalidRequest",
                "to is the same wallet as from"
            },
            {
                "POST /transfers",
                Json,
                "",
                """{"from":"ID","to":"5b0e2f53-5d2f-4ab0-9f4b-0f2c56b2a1d1","amount":-1}""",
                400,
                "InvalidRequest",
                "amount is -1. Send a number above zero."
            },
            {
                "POST /transfers",
                Json,
                "",
                """{"from":"ID","to":"5b0e2f53-5d2f-4ab0-9f4b-0f2c56b2a1d1","amount":1}""",
                404,
                "WalletNotFound",
                "There is no wallet 5b0e2f53"
            },
            {
                "POST /transfers",
                Form,
                "",
                "expectedVersion=1",
                400,
                "InvalidRequest",
                "expectedVersion is 1. A transfer"
            },
            {
                "POST /transfers",
                Json,
                "If-Match: \"1\"",
                """{"from":"ID","to":"5b0e2f53-5d2f-4ab0-9f4b-0f2c56b2a1d1","amount":1}""",
                400,
                "InvalidRequest",
                "If-Match is about one wallet's version, and a transfer takes no version."
            },
            {
                "POST /transfers",
                Json,
                "If-None-Match: *",
                """{"from":"ID","to":"5b0e2f53-5d2f-4ab0-9f4b-0f2c56b2a1d1","amount":1}""",
                400,
                "InvalidRequest",
                "If-None-Match is about one wallet's version"
            },
            {
                "GET /wallet/ID",
                null,
                "Host: wallet.example.com",
                null,
                400,
                "ForeignHost",
                "The header Host is wallet.example.com. Call the gateway by a name in its setting AllowedHosts"
            },
            {
                "GET /wallet/ID/history?limit=0",
                null,
                "",
                null,
                400,
                "InvalidRequest",
                "limit is 0. Send a whole number from 1 to 100"
            },
            { "GET /wallet/ID/history?after=-1", null, "", null, 400, "InvalidRequest", "after is -1." },
            { "GET /wallet/ID/events", null, "Last-Event-ID: x", null, 400, "InvalidRequest", "Last-Event-ID is x." },
            {
                "POST /wallet/ID",
                Form,
                "Origin: http://elsewhere.example",
                "balance=1",
                403,
                "CrossOrigin",
                "A page of another site sent this request"
            },
            {
                "POST /wallet/ID",
                Form,
                "Sec-Fetch-Site: cross-site",
                "balance=1",
                403,
                "CrossOrigin",
                "of another site"
            },
            { "POST /wallet/ID", Form, "Origin: null", "balance=1", 403, "CrossOrigin", "A page of another site" },
        };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_bad_request_is_answered_with_a_problem_that_says_what_to_do_and_changes_nothing(
        string line, string? type, string header, string? body, int status, string reason, string detail)
    {
        using (var made = await SendAsync("POST /wallet/ID", Form, "", "balance=100"))
            made.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var answer = await SendAsync(line, type, header, body);

        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(text);
        problem.RootElement.GetProperty("status").GetInt32().ShouldBe(status);
        problem.RootElement.GetProperty("reason").GetString().ShouldBe(reason);
        problem.RootElement.GetProperty("type").GetString().ShouldNotBeNull().ShouldStartWith("urn:wallet:problem:");
        problem.RootElement.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.RootElement.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(detail);
        if (status is 412 or 422)
            (
                problem.RootElement.GetProperty("balance").GetInt64(),
                problem.RootElement.GetProperty("version").GetInt64()
            ).ShouldBe((100, 1));
        if (status == 412)
            answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (await running.Gateway.Http.GetStringAsync($"wallet/{_id}")).ShouldBe("100\n");
    }

    [Fact]
    public async Task A_key_that_was_used_for_something_else_is_a_conflict_and_the_same_again_is_the_same_answer()
    {
        var key = $"Idempotency-Key: order-{Guid.NewGuid()}";
        using var first = await SendAsync("PUT /wallet/ID", Json, key, """{"balance":1}""");
        using var again = await SendAsync("PUT /wallet/ID", Json, key, """{"balance":1}""");
        using var other = await SendAsync("PUT /wallet/ID", Json, key, """{"balance":2}""");

        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await other.Content.ReadAsStringAsync()).ShouldContain("\"reason\":\"OperationIdReused\"");
        other.Headers.GetValues("Idempotency-Key").ShouldHaveSingleItem().ShouldBe(key[17..]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_whether_its_length_is_told_or_not(bool told)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"wallet/{_id}");
        request.Content = new StringContent(
            $$"""{"balance":1,"more":"{{new string('x', 5000)}}"}""",
            Encoding.UTF8,
            Json
        );
        request.Headers.TransferEncodingChunked = !told;

        using var answer = await running.Gateway.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("The body is larger than 4096 bytes.");
    }

    [Fact]
    public async Task A_body_that_never_comes_is_given_up()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, running.Gateway.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"PUT /wallet/{_id} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{"
            )
        );

        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe("HTTP/1.1 408 Request Timeout");
    }

    private async Task<HttpResponseMessage> SendAsync(string line, string? type, string header, string? body)
    {
        var (method, path) = (line.Split(' ')[0], line.Split(' ')[1].Replace("ID", $"{_id}", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/'));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(
                Encoding.UTF8.GetBytes(body.Replace("ID", $"{_id}", StringComparison.Ordinal))
            );
            if (type is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (header.Length > 0)
            request
                .Headers.TryAddWithoutValidation(
                    header.Split(": ")[0],
                    header[(header.IndexOf(": ", StringComparison.Ordinal) + 2)..]
                )
                .ShouldBeTrue();
        return await running.Gateway.Http.SendAsync(request);
    }
}
