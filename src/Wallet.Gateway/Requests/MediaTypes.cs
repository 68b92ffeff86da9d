using Microsoft.Net.Http.Headers;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>What a body says of itself: JSON or a form, in UTF-8, as it is.</summary>
internal static class MediaTypes
{
    /// <exception cref="ProblemException">It is in another encoding, or packed.</exception>
    public static void ThrowIfEncodedOtherwise(HttpRequest request)
    {
        // Text of a form in another encoding would be read, and as something else.
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

    /// <summary>Why a content type is none that is read.</summary>
    public static string Explanation(HttpRequest request)
    {
        var type = string.IsNullOrEmpty(request.ContentType) ? "missing" : Quoted.Text(request.ContentType);
        return $"The content type is {type}. Send application/json, or application/x-www-form-urlencoded.";
    }

    /// <summary>ASCII is UTF-8 too.</summary>
    private static bool IsUtf8(string charset) =>
        new[] { "utf-8", "utf8", "us-ascii" }.Contains(charset, StringComparer.OrdinalIgnoreCase);
}
