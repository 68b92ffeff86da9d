using System.Text;
using TypedTables.Wire.Direct.Signing;

namespace TypedTables.Tests.Wire.Direct.Signing;

/// <summary>
/// The examples of AWS's published test suite for Signature Version 4 whose requests are in canonical form already.
/// </summary>
public sealed class PublishedVectorTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Host = "host:example.amazonaws.com";
    private const string Date = "x-amz-date:20150830T123600Z";

    private const string Token =
        "x-amz-security-token:AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLW"
        + "sKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/"
        + "qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx"
        + "6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz"
        + "+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    [Theory]
    [InlineData(
        "get-vanilla",
        "GET",
        "",
        "",
        new[] { Host, Date },
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    )]
    [InlineData(
        "get-vanilla-query-order-key-case",
        "GET",
        "Param1=value1&Param2=value2",
        "",
        new[] { Host, Date },
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    )]
    [InlineData(
        "post-vanilla",
        "POST",
        "",
        "",
        new[] { Host, Date },
        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
    )]
    [InlineData(
        "post-vanilla-query",
        "POST",
        "Param1=value1",
        "",
        new[] { Host, Date },
        "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"
    )]
    [InlineData(
        "post-header-key-sort",
        "POST",
        "",
        "",
        new[] { Host, "my-header1:value1", Date },
        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"
    )]
    [InlineData(
        "post-header-value-case",
        "POST",
        "",
        "",
        new[] { Host, "my-header1:VALUE1", Date },
        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"
    )]
    [InlineData(
        "post-sts-header-before",
        "POST",
        "",
        "",
        new[] { Host, Date, Token },
        "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
    )]
    [InlineData(
        "post-x-www-form-urlencoded",
        "POST",
        "",
        "Param1=value1",
        new[] { "content-type:application/x-www-form-urlencoded", Host, Date },
        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
    )]
    [InlineData(
        "post-x-www-form-urlencoded-parameters",
        "POST",
        "",
        "Param1=value1",
        new[] { "content-type:application/x-www-form-urlencoded; charset=utf8", Host, Date },
        "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"
    )]
    public void A_published_request_has_the_published_signature(
        string name,
        string method,
        string query,
        string body,
        string[] headers,
        string signature
    )
    {
        var request = new CanonicalRequest(new byte[2048]);
        request.Start(Encoding.ASCII.GetBytes(method), "/"u8, Encoding.ASCII.GetBytes(query));
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Header(Encoding.ASCII.GetBytes(header[..colon]), Encoding.ASCII.GetBytes(header[(colon + 1)..]));
        }

        request.End(
            Encoding.ASCII.GetBytes(string.Join(';', headers.Select(header => header.Split(':')[0]))),
            Encoding.ASCII.GetBytes(body)
        );
        var key = SigV4.DeriveKey(Secret, "20150830", "us-east-1", "service");
        var found = new byte[SigV4.HexLength];
        SigV4.Sign(key, "20150830T123600Z"u8, "20150830/us-east-1/service/aws4_request"u8, request.Written, found);

        Encoding.ASCII.GetString(found).ShouldBe(signature, name);
    }

    [Fact]
    public void A_published_key_is_derived_as_published() =>
        Convert
            .ToHexStringLower(SigV4.DeriveKey(Secret, "20120215", "us-east-1", "iam"))
            .ShouldBe("f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
}
