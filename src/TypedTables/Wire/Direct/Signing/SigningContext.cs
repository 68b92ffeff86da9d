using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Amazon.Runtime;

namespace TypedTables.Wire.Direct.Signing;

/// <summary>What the signatures of one second share: the time, the credentials and the key derived from them.</summary>
internal sealed class SigningContext
{
    private const string Service = "dynamodb";
    private const int CanonicalOnStackMax = 1024;

    private readonly byte[] _amzDate;
    private readonly byte[] _scope;
    private readonly byte[] _key;
    private readonly byte[]? _token;
    private readonly string _amzDateText;
    private readonly string _authorization;
    private readonly string _secret;
    private readonly string _day;

    /// <summary>Creates the context of one second.</summary>
    /// <param name="second">Seconds since 1970, by the service's clock as far as it is known.</param>
    /// <param name="credentials">The credentials to sign with.</param>
    /// <param name="region">The region to sign for.</param>
    /// <param name="previous">The previous context, whose key is reused if day and credentials are the same.</param>
    public SigningContext(long second, ImmutableCredentials credentials, string region, SigningContext? previous)
    {
        Second = second;
        _amzDateText = DateTimeOffset.FromUnixTimeSeconds(second).ToString(
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture);
        _amzDate = Encoding.ASCII.GetBytes(_amzDateText);
        _day = _amzDateText[..8];
        Token = credentials.UseToken ? credentials.Token : null;
        AccessKey = credentials.AccessKey;
        _secret = credentials.SecretKey;
        if (previous is not null && previous._day == _day && previous.IsOf(this))
        {
            (_scope, _key, _token, _authorization) = (
                previous._scope,
                previous._key,
                previous._token,
                previous._authorization
            );
        }
        else
        {
            var scope = $"{_day}/{region}/{Service}/aws4_request";
            _scope = Encoding.UTF8.GetBytes(scope);
            _key = SigV4.DeriveKey(_secret, _day, region, Service);
            _token = Token is null ? null : Encoding.UTF8.GetBytes(Token);
            _authorization =
                $"AWS4-HMAC-SHA256 Credential={AccessKey}/{scope}, "
                    + $"SignedHeaders={Encoding.ASCII.GetString(SignedHeaders)}, Signature=";
            RequireHeaderText(AccessKey, "access key id");
            RequireHeaderText(Token ?? "", "session token");
        }
    }

    /// <summary>Seconds since 1970.</summary>
    public long Second { get; }

    /// <summary>The id of the access key.</summary>
    public string AccessKey { get; }

    /// <summary>The session token of temporary credentials; otherwise null.</summary>
    private string? Token { get; }

    private ReadOnlySpan<byte> SignedHeaders => Token is null
        ? "content-type;host;x-amz-date;x-amz-target"u8
        : "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"u8;

    /// <summary>Adds a request's signed headers, apart from content type and host, and its signature.</summary>
    /// <param name="headers">The destination.</param>
    /// <param name="host">The <c>Host</c> header, with the port unless it is the default.</param>
    /// <param name="target">The operation.</param>
    /// <param name="body">The request's body.</param>
    public void Sign(HttpRequestHeaders headers, ReadOnlySpan<byte> host, WireTarget target, ReadOnlySpan<byte> body)
    {
        headers.TryAddWithoutValidation("X-Amz-Target", target.Text);
        headers.TryAddWithoutValidation("X-Amz-Date", _amzDateText);
        if (Token is not null)
            headers.TryAddWithoutValidation("X-Amz-Security-Token", Token);
        headers.TryAddWithoutValidation("Authorization", Authorization(host, target.Utf8, body));
    }

    /// <summary>Creates the <c>Authorization</c> header of one request.</summary>
    private string Authorization(ReadOnlySpan<byte> host, ReadOnlySpan<byte> target, ReadOnlySpan<byte> body)
    {
        var length = CanonicalRequest.LengthFor(256 + host.Length + target.Length + (_token?.Length ?? 0));
        var rented = length <= CanonicalOnStackMax ? null : ArrayPool<byte>.Shared.Rent(length);
        var request = new CanonicalRequest(rented ?? stackalloc byte[CanonicalOnStackMax]);
        request.Start("POST"u8, "/"u8, ""u8);
        request.Header("content-type"u8, "application/x-amz-json-1.0"u8);
        request.Header("host"u8, host);
        request.Header("x-amz-date"u8, _amzDate);
        if (_token is not null)
            request.Header("x-amz-security-token"u8, _token);
        request.Header("x-amz-target"u8, target);
        request.End(SignedHeaders, body);

        Span<byte> signature = stackalloc byte[SigV4.HexLength];
        SigV4.Sign(_key, _amzDate, _scope, request.Written, signature);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        Span<char> text = stackalloc char[SigV4.HexLength];
        Encoding.ASCII.GetChars(signature, text);
        return string.Concat(_authorization, text);
    }

    /// <summary>Whether the other context has the same credentials.</summary>
    public bool IsOf(SigningContext other) =>
        AccessKey == other.AccessKey && _secret == other._secret && Token == other.Token;

    /// <summary>Refuses line breaks, which would begin another header.</summary>
    private static void RequireHeaderText(string text, string name)
    {
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new InvalidOperationException(
                $"the {name} has a blank, a line's end or another character that no header may have. Look for one at "
                    + "its end, where a file was read."
            );
    }
}
