using System.Security.Cryptography;
using System.Text;

namespace TypedTables.Wire.Direct.Signing;

/// <summary>AWS Signature Version 4, over spans: derives the key of a day and signs canonical requests.</summary>
internal static class SigV4
{
    /// <summary>The length of a hash, a derived key and a signature, in bytes.</summary>
    public const int HashLength = 32;

    /// <summary>The length of a hash or signature in hexadecimal, in characters.</summary>
    public const int HexLength = 2 * HashLength;

    private const int TextOnStackMax = 512;

    // One per thread, because creating one costs more than using it, and it is not thread-safe.
    [ThreadStatic]
    private static IncrementalHash? _hash;
    [ThreadStatic]
    private static IncrementalHash? _code;
    [ThreadStatic]
    private static byte[]? _keyOfCode;

    private static ReadOnlySpan<byte> Algorithm => "AWS4-HMAC-SHA256\n"u8;

    /// <summary>Derives the key for one day (in UTC), region and service.</summary>
    /// <param name="secret">The secret access key.</param>
    /// <param name="day">Eight digits, such as <c>20150830</c>.</param>
    /// <param name="region">The region, such as <c>us-east-1</c>.</param>
    /// <param name="service">The service, such as <c>dynamodb</c>.</param>
    public static byte[] DeriveKey(string secret, string day, string region, string service)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in (ReadOnlySpan<string>)[day, region, service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }

    /// <summary>Computes the signature of a canonical request, in lower-case hexadecimal.</summary>
    /// <param name="key">The day's key; pass the same array each time.</param>
    /// <param name="moment">The time of the signature, 16 characters, such as <c>20150830T123600Z</c>.</param>
    /// <param name="scope">Day, region, service and <c>aws4_request</c>, separated by slashes.</param>
    /// <param name="canonicalRequest">The text that <see cref="CanonicalRequest"/> wrote.</param>
    /// <param name="signature">The destination, <see cref="HexLength"/> bytes.</param>
    public static void Sign(
        byte[] key,
        ReadOnlySpan<byte> moment,
        ReadOnlySpan<byte> scope,
        ReadOnlySpan<byte> canonicalRequest,
        Span<byte> signature
    )
    {
        var length = Algorithm.Length + moment.Length + 1 + scope.Length + 1 + HexLength;
        Span<byte> text = length <= TextOnStackMax ? stackalloc byte[TextOnStackMax] : new byte[length];
        Algorithm.CopyTo(text);
        var at = Algorithm.Length;
        moment.CopyTo(text[at..]);
        at += moment.Length;
        text[at++] = (byte)'\n';
        scope.CopyTo(text[at..]);
        at += scope.Length;
        text[at++] = (byte)'\n';
        WriteHash(canonicalRequest, text[at..]);

        Span<byte> code = stackalloc byte[HashLength];
        if (!ReferenceEquals(_keyOfCode, key))
        {
            _code?.Dispose();
            (_code, _keyOfCode) = (IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key), key);
        }

        _code!.AppendData(text[..length]);
        _code.GetHashAndReset(code);
        WriteHex(code, signature);
    }

    /// <summary>Computes the SHA-256 hash of some bytes, in lower-case hexadecimal.</summary>
    public static void WriteHash(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        var hasher = _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hasher.AppendData(bytes);
        hasher.GetHashAndReset(hash);
        WriteHex(hash, text);
    }

    private static void WriteHex(ReadOnlySpan<byte> bytes, Span<byte> text) =>
        Convert.TryToHexStringLower(bytes, text, out _);
}
