using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using TypedTables.Wire;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Tests.Wire.Direct.Signing;

/// <summary>The AWS SDK's own signer is the judge.</summary>
public sealed class SignatureTests
{
    private const int Requests = 4000;

    private static readonly string[] Regions =
    [
        "us-east-1",
        "eu-west-1",
        "ap-southeast-3",
        "us-gov-west-1",
        "cn-north-1",
    ];
    private static readonly string[] Operations =
    [
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
        "Scan",
        "BatchGetItem",
        "BatchWriteItem",
        "TransactGetItems",
        "TransactWriteItems",
    ];

    [Fact]
    public void Generated_requests_are_signed_as_the_SDK_signs_the_same_headers()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < Requests; i++)
        {
            var (region, operation) = (Pick(random, Regions), Pick(random, Operations));
            var host = Pick(random, $"dynamodb.{region}.amazonaws.com", "127.0.0.1:8000", "localhost:4566");
            var at = new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero).AddSeconds(random.Next(500_000_000));
            var credentials = new ImmutableCredentials(
                Text(random, 20),
                Text(random, 40),
                random.Next(2) == 0 ? null : Text(random, random.Next(1, 2500))
            );
            var body = new byte[random.Next(0, 3000)];
            random.NextBytes(body);

            var moment = new SigningContext(at.ToUnixTimeSeconds(), credentials, region, previous: null);
            var ours = Authorization(moment, host, operation, body);

            ours.ShouldBe(Theirs(host, region, operation, at, credentials, body), $"seed {seed}, request {i}");
        }
    }

    [Fact]
    public void A_whole_request_of_the_SDK_with_whatever_headers_it_adds_has_the_signature_that_we_would_give_it()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < 1000; i++)
        {
            var region = Pick(random, Regions);
            var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(100_000_000));
            var body = new byte[random.Next(0, 500)];
            random.NextBytes(body);
            var request = new DefaultRequest(new GetItemRequest(), "DynamoDB")
            {
                Endpoint = new Uri($"https://dynamodb.{region}.amazonaws.com"),
                ResourcePath = "/",
                HttpMethod = "POST",
                Content = body,
                OverrideSigningServiceName = "dynamodb",
            };
            request.Headers["Content-Type"] = "application/x-amz-json-1.0";
            request.Headers["X-Amz-Target"] = "DynamoDB_20120810.GetItem";
            var secret = Text(random, 40);
            var config = new AmazonDynamoDBConfig
            {
                ServiceURL = request.Endpoint.ToString(),
                AuthenticationRegion = region,
            };
            var theirs = new AWS4Signer().SignRequest(request, config, new RequestMetrics(), "AKIDEXAMPLE", secret, at);

            var canonical = new CanonicalRequest(new byte[4096]);
            canonical.Start("POST"u8, "/"u8, ""u8);
            foreach (var name in theirs.SignedHeaders.Split(';'))
                canonical.Header(
                    Encoding.ASCII.GetBytes(name),
                    Encoding.ASCII.GetBytes(
                        request
                            .Headers.Single(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                            .Value
                    )
                );
            canonical.End(Encoding.ASCII.GetBytes(theirs.SignedHeaders), body);
            var day = theirs.ISO8601DateTime[..8];
            var signature = new byte[SigV4.HexLength];
            SigV4.Sign(
                SigV4.DeriveKey(secret, day, region, "dynamodb"),
                Encoding.ASCII.GetBytes(theirs.ISO8601DateTime),
                Encoding.ASCII.GetBytes($"{day}/{region}/dynamodb/aws4_request"),
                canonical.Written,
                signature
            );

            Encoding.ASCII.GetString(signature).ShouldBe(theirs.Signature, $"seed {seed}, request {i}");
        }
    }

    [Fact]
    public void The_key_is_derived_anew_when_day_or_credentials_change_and_only_then()
    {
        var at = new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds();
        var (one, other) = (new ImmutableCredentials("A", "a", null), new ImmutableCredentials("A", "b", null));
        var first = new SigningContext(at, one, "us-east-1", null);

        Sign(new SigningContext(at + 1, one, "us-east-1", first))
            .ShouldBe(Sign(new SigningContext(at + 1, one, "us-east-1", null)));
        Sign(new SigningContext(at, other, "us-east-1", first))
            .ShouldBe(Sign(new SigningContext(at, other, "us-east-1", null)));
        Sign(new SigningContext(at, new ImmutableCredentials("A", "a", "t"), "us-east-1", first))
            .ShouldContain("x-amz-security-token");

        static string Sign(SigningContext moment) => Authorization(moment, "h", "GetItem", "{}"u8);
    }

    private static string Authorization(SigningContext moment, string host, string operation, ReadOnlySpan<byte> body)
    {
        using var request = new HttpRequestMessage();
        moment.Sign(request.Headers, Encoding.ASCII.GetBytes(host), WireTarget.ForOperation(operation), body);
        return request.Headers.NonValidated["Authorization"].ToString();
    }

    /// <summary>The canonical request is written here by itself, and signed by the SDK.</summary>
    private static string Theirs(
        string host,
        string region,
        string operation,
        DateTimeOffset at,
        ImmutableCredentials credentials,
        byte[] body
    )
    {
        var date = at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-amz-json-1.0",
            ["host"] = host,
            ["x-amz-date"] = date,
            ["x-amz-target"] = "DynamoDB_20120810." + operation,
        };
        if (credentials.UseToken)
            headers["x-amz-security-token"] = credentials.Token;
        var names = string.Join(';', headers.Keys);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body));
        var canonical =
            $"POST\n/\n\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{hash}";
        var signed = AWS4Signer.ComputeSignature(credentials, region, at.UtcDateTime, "dynamodb", names, canonical);
        return $"AWS4-HMAC-SHA256 Credential={credentials.AccessKey}/{date[..8]}/{region}/dynamodb/aws4_request, "
            + $"SignedHeaders={names}, Signature={signed.Signature}";
    }

    private static string Pick(Random random, params ReadOnlySpan<string> choices) =>
        choices[random.Next(choices.Length)];

    private static string Text(Random random, int length) =>
        new(random.GetItems<char>("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=", length));
}
