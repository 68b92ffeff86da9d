using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Front;

/// <summary>A request in the one form that both sides sign.</summary>
internal sealed record CanonicalText(string Text, string Date)
{
    public static CanonicalText Of(HttpRequest request, Authorization header, byte[] body)
    {
        var text = new StringBuilder()
            .Append(request.Method)
            .Append('\n')
            .Append(request.Path.ToUriComponent())
            .Append('\n')
            .AppendJoin('&', Query(request))
            .Append('\n');
        foreach (var name in header.SignedHeaders)
            text.Append(name).Append(':').AppendJoin(',', request.Headers[name].Select(OneSpace)).Append('\n');
        text.Append('\n').AppendJoin(';', header.SignedHeaders).Append('\n').Append(Hex(SHA256.HashData(body)));
        return new CanonicalText(text.ToString(), request.Headers["X-Amz-Date"].ToString());
    }

    public bool IsSignedWith(string secret, Authorization header)
    {
        var toSign = $"AWS4-HMAC-SHA256\n{Date}\n{header.Scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in header.Scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var expected = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(expected),
            Encoding.ASCII.GetBytes(header.Signature)
        );
    }

    private static IEnumerable<string> Query(HttpRequest request) =>
        request
            .Query.SelectMany(pair =>
                pair.Value.Select(value => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value ?? "")}")
            )
            .Order(StringComparer.Ordinal);

    private static string OneSpace(string? value) =>
        string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
