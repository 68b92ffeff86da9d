using System.Globalization;
using Amazon.Runtime;
using TypedTables.Tests.Parts;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Tests.Wire.Direct.Signing;

/// <summary>Credentials that expire and clocks that are wrong.</summary>
public sealed class SigningTests
{
    private static readonly byte[] Good = RawServer.Whole(Wires.Found);

    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        await using var server = new RawServer(_ => Good);
        using var client = new TableClient(
            Wires.Options(server) with
            {
                Credentials = new SessionAWSCredentials("AKIDEXAMPLE", "secret", "THETOKEN"),
            }
        );

        await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey);

        var head = server.Requests.ShouldHaveSingleItem().Head;
        head.ShouldContain("X-Amz-Security-Token: THETOKEN");
        head.ShouldContain("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target");
        head.ShouldStartWith("POST / HTTP/1.1");
        head.ShouldNotContain("traceparent");
        head.ShouldNotContain("Accept-Encoding");
    }

    [Theory]
    [InlineData("ExpiredTokenException")]
    [InlineData("ExpiredToken")]
    public async Task A_token_that_has_expired_is_renewed(string code)
    {
        await using var server = new RawServer(number => number == 1 ? RawServer.Refusal(code) : Good);
        using var client = new TableClient(
            Wires.Options(server) with
            {
                Credentials = new CountedCredentials(TimeSpan.FromHours(1)),
            }
        );

        (await client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)).ShouldNotBeNull();

        server.Requests.Select(request => TokenOf(request.Head)).ShouldBe(["TOKEN1", "TOKEN2"]);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(200)]
    public async Task Of_many_calls_that_meet_an_expired_token_each_has_a_second_attempt_and_the_source_is_asked_once(
        int calls)
    {
        var refused = 0;
        var all = new TaskCompletionSource();
        await using var server = new RawServer((_, head) =>
        {
            if (TokenOf(head) != "TOKEN1")
                return Good;
            if (Interlocked.Increment(ref refused) == calls)
                all.SetResult();
            return new RawAnswer(RawEnd.Stay, RawServer.Refusal("ExpiredTokenException")) { When = all.Task };
        });
        var credentials = new CountedCredentials(TimeSpan.FromHours(1));
        using var client = new TableClient(Wires.Options(server) with
        {
            Credentials = credentials,
            AttemptTimeout = TimeSpan.FromMinutes(1),
            CallTimeout = TimeSpan.FromMinutes(1),
        });
        var wallets = client.Table(Wallets.Schema);

        await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => wallets.GetAsync(Wallets.UserKey)));

        credentials.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(200)]
    public async Task Of_many_calls_under_a_wrong_clock_each_has_a_second_attempt(int calls)
    {
        var clock = new FakeClock();
        clock.Advance(TimeSpan.FromDays(20_000));
        var wrong = DateOf(clock.GetUtcNow());
        var services = clock.GetUtcNow().AddHours(1);
        var refused = 0;
        var all = new TaskCompletionSource();
        await using var server = new RawServer((_, head) =>
        {
            if (!head.Contains(wrong, StringComparison.Ordinal))
                return Good;
            if (Interlocked.Increment(ref refused) == calls)
                all.SetResult();
            return new RawAnswer(
                RawEnd.Stay,
                RawServer.Refusal(
                    "InvalidSignatureException",
                    headers: $"Date: {services.ToString("r", CultureInfo.InvariantCulture)}\r\n"))
            {
                When = all.Task,
            };
        });
        using var client = new TableClient(Wires.Options(server) with
        {
            TimeProvider = clock, AttemptTimeout = TimeSpan.FromMinutes(1), CallTimeout = TimeSpan.FromMinutes(1),
        });
        var wallets = client.Table(Wallets.Schema);

        await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => wallets.GetAsync(Wallets.UserKey)));

        server.Requests.Count.ShouldBe(2 * calls);
    }

    [Fact]
    public async Task Of_two_answers_of_the_source_the_one_that_was_asked_for_later_is_kept()
    {
        var (credentials, clock) = (new WaitingCredentials(), new FakeClock());
        var signer = new RequestSigner(credentials, "us-west-2", clock);
        var older = signer.NowAsync().AsTask();
        var newer = signer.NowAsync().AsTask();

        credentials.Answer(1, "NEW");
        (await newer).AccessKey.ShouldBe("NEW");
        credentials.Answer(0, "OLD");
        (await older).AccessKey.ShouldBe("OLD");

        (await signer.NowAsync()).AccessKey.ShouldBe("NEW");
    }

    [Fact]
    public async Task A_token_that_stays_expired_is_an_error_by_name()
    {
        await using var server = new RawServer(_ => RawServer.Refusal("ExpiredTokenException"));
        using var client = new TableClient(
            Wires.Options(server) with
            {
                Credentials = new CountedCredentials(TimeSpan.FromHours(1)),
            }
        );

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        error.Code.ShouldBe("ExpiredTokenException");
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Credentials_are_renewed_before_they_expire()
    {
        await using var server = new RawServer(_ => Good);
        var clock = new FakeClock();
        using var client = new TableClient(
            Wires.Options(server) with
            {
                Credentials = new CountedCredentials(TimeSpan.FromMinutes(1)),
                TimeProvider = clock,
            }
        );
        var wallets = client.Table(Wallets.Schema);

        await wallets.GetAsync(Wallets.UserKey);
        clock.Advance(TimeSpan.FromSeconds(2));
        await wallets.GetAsync(Wallets.UserKey);

        // They have a minute left, and are renewed when five are left: each time they are asked for, once a second.
        server.Requests.Select(request => TokenOf(request.Head)).ShouldBe(["TOKEN1", "TOKEN2"]);
    }

    [Theory]
    [InlineData("InvalidSignatureException", 3600)]
    [InlineData("RequestTimeTooSkewed", -3600)]
    [InlineData("RequestExpired", 600)]
    public async Task A_clock_that_is_wrong_is_corrected_by_the_service_s_date_and_stays_so(
        string code,
        int aheadSeconds
    )
    {
        var clock = new FakeClock();
        clock.Advance(TimeSpan.FromDays(20_000));
        var services = clock.GetUtcNow().AddSeconds(aheadSeconds);
        await using var server = new RawServer(number => number == 1
            ? RawServer.Refusal(code, headers: $"Date: {services.ToString("r", CultureInfo.InvariantCulture)}\r\n")
            : Good);
        using var client = new TableClient(Wires.Options(server) with { TimeProvider = clock });
        var wallets = client.Table(Wallets.Schema);

        await wallets.GetAsync(Wallets.UserKey);
        await wallets.GetAsync(Wallets.UserKey);

        var expected = DateOf(services);
        server
            .Requests.Select(request => request.Head.Split("X-Amz-Date: ")[1].Split('\r')[0])
            .Skip(1)
            .ShouldBe([expected, expected]);
    }

    [Fact]
    public async Task A_wrong_signature_under_a_right_clock_is_reported_at_once()
    {
        await using var server = new RawServer(_ =>
            RawServer.Refusal(
                "InvalidSignatureException",
                headers: $"Date: {TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture)}\r\n"
            )
        );
        using var client = new TableClient(Wires.Options(server));

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        error.Code.ShouldBe("InvalidSignatureException");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_had_are_an_error_by_name()
    {
        await using var server = new RawServer(_ => Good);
        using var client = new TableClient(Wires.Options(server) with { Credentials = new BrokenCredentials() });

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).GetAsync(Wallets.UserKey)
        );

        (error.Code, error.IsRetryable, error.Table).ShouldBe((TableOperationException.NoCredentials, true, "wallets"));
        server.Requests.ShouldBeEmpty();
    }

    private static string DateOf(DateTimeOffset time) =>
        time.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string TokenOf(string head) => head.Split("X-Amz-Security-Token: ")[1].Split('\r')[0];

    private sealed class CountedCredentials : RefreshingAWSCredentials
    {
        private readonly TimeSpan _lifetime;
        private int _count;

        public CountedCredentials(TimeSpan lifetime)
        {
            _lifetime = lifetime;
            PreemptExpiryTime = TimeSpan.FromMinutes(5);
        }

        public int Count => _count;

        protected override CredentialsRefreshState GenerateNewCredentials() =>
            new(
                new ImmutableCredentials("AKIDEXAMPLE", "secret", $"TOKEN{++_count}"),
                TimeProvider.System.GetUtcNow().UtcDateTime + _lifetime
            );

        protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() =>
            Task.FromResult(GenerateNewCredentials());
    }

    /// <summary>Answers each question when it is told to.</summary>
    private sealed class WaitingCredentials : AWSCredentials
    {
        private readonly List<TaskCompletionSource<ImmutableCredentials>> _asked = [];

        public void Answer(int question, string accessKey) =>
            _asked[question].SetResult(new ImmutableCredentials(accessKey, "secret", null));

        public override ImmutableCredentials GetCredentials() => throw new NotSupportedException();

        public override Task<ImmutableCredentials> GetCredentialsAsync()
        {
            _asked.Add(new TaskCompletionSource<ImmutableCredentials>());
            return _asked[^1].Task;
        }
    }

    private sealed class BrokenCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new AmazonClientException("none here");

        public override Task<ImmutableCredentials> GetCredentialsAsync() =>
            throw new AmazonClientException("none here");
    }
}
