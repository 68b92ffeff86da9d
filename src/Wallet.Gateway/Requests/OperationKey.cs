using System.Security.Cryptography;
using System.Text;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>The Idempotency-Key header and the operation id that it stands for.</summary>
/// <param name="Header">The header's value, which the client sends to repeat the operation.</param>
/// <param name="Id">The operation's id on the bus.</param>
internal readonly record struct OperationKey(string Header, Guid Id)
{
    public const string HeaderName = "Idempotency-Key";

    private const int LengthMax = 255;
    private const int UuidLength = 16;

    /// <summary>Reads the header, or creates a new key. The response contains it, whatever the result.</summary>
    /// <remarks>
    /// A UUID is used as it is. Any other text becomes a UUID of version 8: the first 16 bytes of the SHA-256 of its
    /// ASCII bytes, with version and variant set. Quotes around it, as in the IETF's draft, are ignored.
    /// </remarks>
    /// <exception cref="ProblemException">The header is invalid.</exception>
    public static OperationKey Parse(HttpContext http)
    {
        var header = http.Request.Headers[HeaderName];
        if (header.Count > 1)
            throw new ProblemException(
                Problems.InvalidRequest($"{HeaderName} is there {header.Count} times. Send it once.")
            );

        var key = header.Count == 0 ? Fresh() : Parse(header.ToString());
        http.Response.Headers[HeaderName] = key.Header;
        return key;
    }

    public static OperationKey Parse(string header)
    {
        var text = header.Length >= 2 && header[0] == '"' && header[^1] == '"' ? header[1..^1] : header;
        if (text.Length is 0 or > LengthMax || text.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new ProblemException(
                Problems.InvalidRequest(
                    $"{HeaderName} is {Quoted.Text(header)}. Send a UUID, or 1 to {LengthMax} visible ASCII "
                        + "characters without blanks, or leave it out."
                )
            );
        }

        if (!Guid.TryParseExact(text, "D", out var id))
            return new OperationKey(header, Derived(text));

        return id != Guid.Empty
            ? new OperationKey(header, id)
            : throw new ProblemException(
                Problems.InvalidRequest(
                    $"{HeaderName} is the all-zero UUID, which stands for nothing. Send another one."
                )
            );
    }

    private static OperationKey Fresh()
    {
        var id = Guid.NewGuid();
        return new OperationKey($"{id}", id);
    }

    private static Guid Derived(string text)
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, UuidLength), bigEndian: true);
    }
}
