using System.Globalization;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>A wallet's version as HTTP's entity tag: version 3 is <c>"3"</c>.</summary>
internal static class Preconditions
{
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that the wallet must have, as If-Match, If-None-Match or the body's expectedVersion says; null where none does.</summary>
    /// <exception cref="ProblemException">One of them cannot be used, or they differ.</exception>
    public static long? ExpectedVersion(HttpRequest request, long? inBody)
    {
        long?[] said = [FromIfMatch(request), FromIfNoneMatch(request), inBody];
        var versions = said.Where(one => one is not null).Distinct().ToList();
        return versions.Count <= 1
            ? versions.FirstOrDefault()
            : throw new ProblemException(Problems.InvalidRequest(
                "If-Match, If-None-Match and expectedVersion ask for different versions. Send one of them."));
    }

    /// <summary>For what cannot heed them. A condition that is passed over in silence would move money that it was to hold back.</summary>
    /// <exception cref="ProblemException">One is there.</exception>
    public static void Refuse(HttpRequest request, string what)
    {
        var header = request.Headers.IfMatch.Count > 0 ? "If-Match" : request.Headers.IfNoneMatch.Count > 0 ? "If-None-Match" : null;
        if (header is not null)
            throw new ProblemException(Problems.InvalidRequest($"{header} is about one wallet's version, and {what} takes no version. Leave it out."));
    }

    /// <summary>Whether a reader has this version already.</summary>
    public static bool IsKnown(HttpRequest request, long version)
    {
        var tags = request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries);
        return tags.Contains("*") || tags.Contains(ETag(version)) || tags.Contains("W/" + ETag(version));
    }

    private static long? FromIfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0)
            return null;

        if (header.Length > 2 && header[0] == '"' && header[^1] == '"'
            && long.TryParse(header.AsSpan(1, header.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        throw new ProblemException(Problems.InvalidRequest(
            $"If-Match is {Shown.Of(header)}. Send the version that you last saw, in quotes, as the ETag was: \"3\"."));
    }

    private static long? FromIfNoneMatch(HttpRequest request)
    {
        var header = request.Headers.IfNoneMatch.ToString();
        return header switch
        {
            "" => null,
            "*" => 0, // No version matches: no worker has written the wallet yet.
            _ => throw new ProblemException(Problems.InvalidRequest(
                $"If-None-Match is {Shown.Of(header)}. A write takes only *, which makes a wallet that does not exist yet.")),
        };
    }
}

/// <summary>What a client sent, as it may stand in a message.</summary>
internal static class Shown
{
    private const int LengthMax = 60;

    public static string Of(string text)
    {
        if (text.Length == 0)
            return "empty";

        var printable = string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
        return printable.Length <= LengthMax ? printable : printable[..(LengthMax - 1)] + "…";
    }
}
