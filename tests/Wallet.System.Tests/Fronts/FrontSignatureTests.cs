using System.Net;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Front;
using SystemTests.Parts;
using SystemTests.Tables;
using TypedTables;
using TypedTables.Wire;

namespace SystemTests.Fronts;

/// <summary>The SDK's own signer and ours are held against a third one, which neither knows.</summary>
[Collection(nameof(TableTests))]
public sealed class FrontSignatureTests(Engines engines)
{
    private readonly KeyRing _keys = new();

    [Theory]
    [InlineData(WireKind.Direct, false)]
    [InlineData(WireKind.Direct, true)]
    [InlineData(WireKind.Sdk, false)]
    [InlineData(WireKind.Sdk, true)]
    public async Task What_either_wire_signs_with_a_known_key_is_accepted(WireKind wire, bool isSession)
    {
        await using var front = await StartAsync();
        var key = isSession ? _keys.IssueSession(TimeProvider.System.GetUtcNow().AddMinutes(15)) : _keys.IssueUser();
        using var client = new TableClient(
            engines.Options(Engines.Embedded) with
            {
                Endpoint = front.Front.Endpoint,
                Wire = wire,
                Credentials = CredentialsOf(key),
                Region = FrontUnderTest.Region,
            }
        );
        var table = client.Table(SeedTable.Schema);
        await table.EnsureCreatedAsync();
        var wallet = new SeedWallet(Guid.NewGuid(), 5);

        await table.PutAsync(wallet);

        (await table.GetAsync(TypedTables.Key.Of(SeedTable.UserId, wallet.UserId))).ShouldBe(wallet);
        front
            .Front.Counts.Report()
            .Refused.ShouldBe(new Dictionary<string, long> { ["ResourceNotFoundException"] = 1 }); // before it was made
    }

    [Fact]
    public async Task Whoever_is_not_known_or_not_any_more_is_refused_in_AWS_words()
    {
        await using var front = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var (user, session) = (_keys.IssueUser(), _keys.IssueSession(now.AddMinutes(15)));

        (await RefusalAsync(front, CredentialsOf(user))).ShouldBeNull();
        (await RefusalAsync(front, CredentialsOf(session))).ShouldBeNull();
        (await RefusalAsync(front, new BasicAWSCredentials("AKIAUNKNOWNUNKNOWN00", "secret"))).ShouldBe(
            "UnrecognizedClientException"
        );
        (await RefusalAsync(front, new BasicAWSCredentials(user.AccessKey, "another"))).ShouldBe(
            "InvalidSignatureException"
        );
        (await RefusalAsync(front, new BasicAWSCredentials(session.AccessKey, session.Secret))).ShouldBe(
            "UnrecognizedClientException"
        );
        (await RefusalAsync(front, new SessionAWSCredentials(session.AccessKey, session.Secret, "another"))).ShouldBe(
            "UnrecognizedClientException"
        );
        (await RefusalAsync(front, CredentialsOf(_keys.IssueSession(now.AddSeconds(-1))))).ShouldBe(
            "ExpiredTokenException"
        );
        (await RefusalAsync(front, CredentialsOf(user), "us-east-1")).ShouldBe("InvalidSignatureException");
        _keys.Remove(user.AccessKey);
        (await RefusalAsync(front, CredentialsOf(user))).ShouldBe("UnrecognizedClientException");
    }

    [Fact]
    public async Task A_request_without_a_signature_or_with_half_of_one_is_refused()
    {
        await using var front = await StartAsync();

        (await RawAsync(front, null)).ShouldContain("MissingAuthenticationTokenException");
        (
            await RawAsync(
                front,
                "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-west-2/dynamodb/aws4_request, SignedHeaders=host"
            )
        ).ShouldContain("IncompleteSignatureException");
        (await RawAsync(front, "Basic abc")).ShouldContain("IncompleteSignatureException");
    }

    [Fact]
    public async Task A_request_that_is_changed_on_its_way_is_refused()
    {
        await using var front = await StartAsync();
        await using var meddler = new FaultyProxy(
            front.Front.Endpoint,
            _ => ProxyFault.None,
            async (_, request, engine) =>
            {
                request["ConsistentRead"] = false;
                return await engine(request);
            }
        );
        var key = _keys.IssueUser();
        using var client = new AmazonDynamoDBClient(
            CredentialsOf(key),
            new AmazonDynamoDBConfig
            {
                ServiceURL = meddler.Endpoint.ToString(),
                AuthenticationRegion = FrontUnderTest.Region,
                MaxErrorRetry = 0,
            }
        );

        await Should.ThrowAsync<Exception>(
            client.GetItemAsync(front.Table, FrontUnderTest.Key("a"), consistentRead: true)
        );

        front
            .Front.Counts.Report()
            .Refused.ShouldBe(new Dictionary<string, long> { ["InvalidSignatureException"] = 1 });
    }

    [Theory]
    [InlineData(-360)]
    [InlineData(360)]
    [InlineData(3600)]
    public async Task A_signature_of_another_time_is_refused_and_the_answer_says_what_time_it_is(int seconds)
    {
        await using var front = await StartAsync(new MovedClock { By = TimeSpan.FromSeconds(seconds) });
        var credentials = CredentialsOf(_keys.IssueUser());

        (await RefusalAsync(front, credentials)).ShouldBe("InvalidSignatureException");
        // The SDK has learned from the first answer how far its clock is off.
        (await RefusalAsync(front, credentials)).ShouldBeNull();
    }

    [Theory]
    [InlineData(-240)]
    [InlineData(240)]
    public async Task A_clock_that_is_off_by_less_than_five_minutes_is_none_the_worse(int seconds)
    {
        await using var front = await StartAsync(new MovedClock { By = TimeSpan.FromSeconds(seconds) });

        (await RefusalAsync(front, CredentialsOf(_keys.IssueUser()))).ShouldBeNull();
    }

    private static AWSCredentials CredentialsOf(IssuedKey key) =>
        key.Token is null
            ? new BasicAWSCredentials(key.AccessKey, key.Secret)
            : new SessionAWSCredentials(key.AccessKey, key.Secret, key.Token);

    private static async Task<string?> RefusalAsync(
        FrontUnderTest front,
        AWSCredentials credentials,
        string region = FrontUnderTest.Region
    )
    {
        using var client = FrontUnderTest.ClientOf(front.Front, credentials, region);
        try
        {
            await client.GetItemAsync(front.Table, FrontUnderTest.Key("a"));
            return null;
        }
        catch (AmazonDynamoDBException error)
        {
            error.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            return error.ErrorCode;
        }
    }

    private static async Task<string> RawAsync(FrontUnderTest front, string? authorization)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, front.Front.Endpoint)
        {
            Content = new StringContent("""{"TableName":"t"}""", Encoding.UTF8, "application/x-amz-json-1.0"),
        };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", "DynamoDB_20120810.DescribeTable");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return await response.Content.ReadAsStringAsync();
    }

    private Task<FrontUnderTest> StartAsync(TimeProvider? clock = null) =>
        FrontUnderTest.StartAsync(
            engines,
            new AwsFrontOptions
            {
                Keys = _keys,
                Region = FrontUnderTest.Region,
                Clock = clock ?? TimeProvider.System,
            }
        );

    private sealed class MovedClock : TimeProvider
    {
        public required TimeSpan By { get; init; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }
}
