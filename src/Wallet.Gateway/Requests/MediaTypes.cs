using Microsoft.Net.Http.Headers;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>Checks a body's content type: JSON or a form, in UTF-8, uncompressed.</summary>
internal static class MediaTypes
{
    /// <exception cref="ProblemException">The body has another charset, or is compressed.</exception>
    public static void ThrowIfEncodedOtherwise(HttpRequest request)
    {
        // A form in another charset would be read as different text.
        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            ? HeaderUtilities.RemoveQuotes(type.Charset).Value
            : null;
        if (!string.IsNullOrEmpty(charset) && !IsUtf8(charset))
        {
            throw new ProblemException(Problems.UnsupportedMediaType(
                $"The charset of the content type is {Quoted.Text(charset)}. "
                + "Send the body in UTF-8, and charset=utf-8 or none."));
        }

        var packed = request.Headers.ContentEncoding.ToString();
        if (packed.Length > 0 && !string.Equals(packed, "identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new ProblemException(Problems.UnsupportedMediaType(
                $"The header Content-Encoding is {Quoted.Text(packed)}. Send the body as it is."));
        }
    }

    /// <summary>Explains why a content type is not supported.</summary>
    public static string Explanation(HttpRequest request)
    {
        var type = string.IsNullOrEmpty(request.ContentType) ? "missing" : Quoted.Text(request.ContentType);
        return $"The content type is {type}. Send application/json, or application/x-www-form-urlencoded.";
    }

    /// <summary>Whether a charset is UTF-8, or ASCII, which is a part of it.</summary>
    private static bool IsUtf8(string charset) =>
        new[] { "utf-8", "utf8", "us-ascii" }.Contains(charset, StringComparer.OrdinalIgnoreCase);
}
