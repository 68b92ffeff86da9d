using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Front;

/// <summary>Says who sent a request, or refuses it as AWS does.</summary>
/// <remarks>
/// Written after AWS's page "Create a signed AWS API request", and from nothing of the code that it judges.
/// </remarks>
internal sealed class SignatureCheck(KeyRing keys, string? region, TimeProvider clock)
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>The key of the request's sender.</summary>
    /// <exception cref="AwsErrorException">It is not signed, or not rightly, or by nobody known, or too
    /// late.</exception>
    public IssuedKey Check(HttpRequest request, byte[] body)
    {
        var header = Authorization.Parse(request.Headers.Authorization.ToString());
        var date = request.Headers["X-Amz-Date"].ToString();
        if (
            !DateTimeOffset.TryParseExact(
                date,
                Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var signedAt
            )
        )
        {
            throw Incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }

        var key = Known(header, request.Headers["X-Amz-Security-Token"].ToString());
        CheckTime(signedAt, date);
        CheckScope(header, date);
        CheckCovered(header, request);
        if (!CanonicalText.Of(request, header, body).IsSignedWith(key.Secret, header))
        {
            throw Invalid(
                "The request signature we calculated does not match the signature you provided. Check your AWS "
                    + "Secret Access Key and signing method. Consult the service documentation for details."
            );
        }

        return key;
    }

    private static AwsErrorException Incomplete(string message) =>
        AwsErrorException.AtTheGate("IncompleteSignatureException", message);

    private static AwsErrorException Invalid(string message) =>
        AwsErrorException.AtTheGate("InvalidSignatureException", message);

    private static void CheckCovered(Authorization header, HttpRequest request)
    {
        foreach (var name in request.Headers.Keys.Select(name => name.ToUpperInvariant()))
        {
            if (
                (name == "HOST" || name.StartsWith("X-AMZ-", StringComparison.Ordinal))
                && !header.SignedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
            )
            {
                // AWS lets some of the x-amz headers go unsigned; a client of ours has no reason to leave one out.
                throw Invalid($"'{name}' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
    }

    private IssuedKey Known(Authorization header, string token)
    {
        var key = keys.Find(header.AccessKey);
        if (key is null || (key.Token ?? "") != token)
            throw AwsErrorException.AtTheGate(
                "UnrecognizedClientException",
                "The security token included in the request is invalid."
            );
        if (key.ExpiresAt <= clock.GetUtcNow())
            throw AwsErrorException.AtTheGate(
                "ExpiredTokenException",
                "The security token included in the request is expired"
            );
        return key;
    }

    private void CheckTime(DateTimeOffset signedAt, string text)
    {
        var now = clock.GetUtcNow();
        var here = now.ToString(Format, CultureInfo.InvariantCulture);
        if (now - signedAt > ClockTolerance)
            throw Invalid(
                $"Signature expired: {text} is now earlier than {Shown(now - ClockTolerance)} ({here} - 5 min.)"
            );
        if (signedAt - now > ClockTolerance)
            throw Invalid(
                $"Signature not yet current: {text} is still later than {Shown(now + ClockTolerance)} ({here} + 5 min.)"
            );

        static string Shown(DateTimeOffset time) => time.ToString(Format, CultureInfo.InvariantCulture);
    }

    private void CheckScope(Authorization header, string date)
    {
        if (header.Day != date[..8])
            throw Invalid(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + $"'{header.Day}' != '{date[..8]}'."
            );
        if (header.Service != "dynamodb")
            throw Invalid($"Credential should be scoped to correct service: 'dynamodb'. It is '{header.Service}'.");
        if (region is not null && header.Region != region)
            throw Invalid($"Credential should be scoped to a valid region, not '{header.Region}'.");
    }
}
