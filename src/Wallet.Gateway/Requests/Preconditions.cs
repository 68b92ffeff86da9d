using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>
/// A wallet's version as an HTTP entity tag (RFC 9110): version 3 is <c>"3"</c> as JSON, and <c>"3-text"</c> as text,
/// which is another representation. A write accepts either.
/// </summary>
internal static class Preconditions
{
    private const string TextSuffix = "-text";

    /// <summary>
    /// The entity tag of a version; null for version 0, because the program that wrote that wallet may change it and
    /// leave the version at 0.
    /// </summary>
    public static string? ETag(long version, bool isText = false) =>
        version == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"\"{version}{(isText ? TextSuffix : "")}\"");

    /// <summary>
    /// The version that the wallet must have, from If-Match, If-None-Match or the body's expectedVersion; null if none
    /// is given.
    /// </summary>
    /// <exception cref="ProblemException">One of them is invalid, or they differ.</exception>
    public static long? ExpectedVersion(HttpRequest request, long? inBody)
    {
        if (request.Headers.IfUnmodifiedSince.Count > 0)
        {
            throw new ProblemException(Problems.InvalidRequest(
                "If-Unmodified-Since is a time, and a second is too coarse for a balance. "
                + "Send If-Match with the version that you last saw."));
        }

        long?[] said = [FromIfMatch(request.Headers.IfMatch), FromIfNoneMatch(request.Headers.IfNoneMatch), inBody];
        var versions = said.Where(one => one is not null).Distinct().ToList();
        return versions.Count <= 1
            ? versions.FirstOrDefault()
            : throw new ProblemException(Problems.InvalidRequest(
                "If-Match, If-None-Match and expectedVersion ask for different versions. Send one of them."));
    }

    /// <summary>
    /// Refuses preconditions where they cannot be checked. Ignoring one could move money that it should have held back.
    /// </summary>
    /// <exception cref="ProblemException">There is one.</exception>
    public static void Refuse(HttpRequest request, string what)
    {
        string[] conditions = [HeaderNames.IfMatch, HeaderNames.IfNoneMatch, HeaderNames.IfUnmodifiedSince];
        var header = Array.Find(conditions, request.Headers.ContainsKey);
        if (header is not null)
            throw new ProblemException(
                Problems.InvalidRequest(
                    $"{header} is about one wallet's version, and {what} takes no version. Leave it out."
                )
            );
    }

    /// <summary>Whether the client already has this version in the representation that it would get.</summary>
    public static bool IsKnown(HttpRequest request, long version, bool isText) =>
        Tags(request.Headers.IfNoneMatch).Any(tag => IsAny(tag) || (version > 0 && tag.Tag == ETag(version, isText)));

    /// <summary>Whether If-Match is missing, or names this version in any representation.</summary>
    /// <exception cref="ProblemException">If-Match is invalid.</exception>
    public static bool IsWanted(HttpRequest request, long version)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return true;

        var tags = Tags(header);
        return tags.Count > 0
            ? tags.Any(tag => IsAny(tag) || VersionOf(tag) == version)
            : throw new ProblemException(Problems.InvalidRequest(
                $"If-Match is {Quoted.Text(header.ToString())}. Send ETags in quotes, as they came: \"3\"."));
    }

    private static long? FromIfMatch(StringValues header)
    {
        if (header.Count == 0)
            return null;

        // Several tags of the same version are one condition (RFC 9110). The worker cannot check several versions.
        return Tags(header).Select(VersionOf).Distinct().ToList() is [{ } version]
            ? version
            : throw new ProblemException(Problems.InvalidRequest(
                $"If-Match is {Quoted.Text(header.ToString())}. Send the version that you last saw, in quotes, "
                + "as the ETag was: \"3\". A write takes one, and neither * nor what a proxy has weakened (W/)."));
    }

    private static long? FromIfNoneMatch(StringValues header)
    {
        if (header.Count == 0)
            return null;

        var tags = Tags(header);
        return tags.Count > 0 && tags.All(IsAny)
            ? 0 // no version matches: no worker has written the wallet yet
            : throw new ProblemException(Problems.InvalidRequest(
                $"If-None-Match is {Quoted.Text(header.ToString())}. A write takes only *, "
                + "which makes a wallet that does not exist yet."));
    }

    /// <summary>The tags of a header, over all of its lines; empty if one of them is malformed.</summary>
    /// <remarks><c>GetTypedHeaders</c> would skip malformed ones, and a write would go by the rest.</remarks>
    private static IList<EntityTagHeaderValue> Tags(StringValues header) =>
        EntityTagHeaderValue.TryParseStrictList(header, out var tags) ? tags : [];

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Equals(EntityTagHeaderValue.Any);

    /// <summary>
    /// The version that a tag names; null if the tag is weak, which never matches strongly, or not one of ours.
    /// </summary>
    private static long? VersionOf(EntityTagHeaderValue tag)
    {
        if (tag.IsWeak || tag.Tag.Length < 3)
            return null;

        var text = tag.Tag.Substring(1, tag.Tag.Length - 2);
        if (text.EndsWith(TextSuffix, StringComparison.Ordinal))
            text = text[..^TextSuffix.Length];
        return WholeNumbers.TryParse(text, out var version)
            && version >= 0
            && text == version.ToString(CultureInfo.InvariantCulture)
                ? version
                : null;
    }
}
