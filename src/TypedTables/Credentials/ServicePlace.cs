using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace TypedTables.Credentials;

/// <summary>Which endpoint and region the environment and the profile name, and what is wrong with them.</summary>
internal static partial class ServicePlace
{
    private const string AccountMode = "AWS_ACCOUNT_ID_ENDPOINT_MODE";

    /// <summary>The endpoint of the options, else of the environment; null where neither has one.</summary>
    /// <exception cref="ArgumentException">The options' is not usable.</exception>
    /// <exception cref="TableOperationException">
    /// The environment's is not; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public static Uri? EndpointOf(TableClientOptions options)
    {
        if (options.Endpoint is { } own)
        {
            return FaultOf(own.OriginalString) is { } fault
                ? throw new ArgumentException($"Endpoint {fault}", nameof(options))
                : own;
        }

        if (
            string.Equals(
                Environment.GetEnvironmentVariable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"),
                "true",
                StringComparison.OrdinalIgnoreCase))
            return null;

        var name = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB"))
            ? "AWS_ENDPOINT_URL"
            : "AWS_ENDPOINT_URL_DYNAMODB";
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text)
            return null;
        return FaultOf(text) is { } wrong ? throw Wrong($"{name} {wrong}") : new Uri(text, UriKind.Absolute);
    }

    /// <summary>
    /// The region that <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c> or the profile names; null for none.
    /// </summary>
    /// <param name="isOfAws">Whether it must be one of AWS's. An engine of one's own takes any.</param>
    /// <exception cref="TableOperationException">
    /// It is none; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public static string? ConfiguredRegion(bool isOfAws)
    {
        foreach (var name in (string[])["AWS_REGION", "AWS_DEFAULT_REGION"])
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } text)
                return isOfAws ? Checked(name, text) : text;
        }

        return TryProfile()?.Region?.SystemName is not { } region ? null
            : isOfAws ? Checked($"the region of profile '{CredentialSearch.ProfileName}'", region)
            : region;
    }

    /// <summary>A region's name, if it can be one.</summary>
    /// <exception cref="TableOperationException">
    /// It cannot; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public static string Checked(string name, string region) =>
        RegionPattern().IsMatch(region)
            ? region
            : throw Wrong($"{name} is '{region}', but takes an AWS region such as us-west-2.");

    /// <summary>Calls go to the region's endpoint, items' and tables' alike, and not to that of an account.</summary>
    /// <exception cref="TableOperationException">
    /// Somebody wants otherwise; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public static void RequireRegionalEndpoints()
    {
        var mode = Environment.GetEnvironmentVariable(AccountMode) is { Length: > 0 } text ? text : null;
        if (
            mode is not null
            && !new[] { "preferred", "disabled", "required" }.Contains(mode, StringComparer.OrdinalIgnoreCase))
            throw Wrong($"{AccountMode} is '{mode}', but takes preferred or disabled.");
        if (
            string.Equals(mode, "required", StringComparison.OrdinalIgnoreCase)
            || (mode is null && TryProfile()?.AccountIdEndpointMode == AccountIdEndpointMode.REQUIRED))
        {
            throw Wrong(
                $"{AccountMode} (account_id_endpoint_mode of a profile) is 'required', and calls are made to the "
                    + "region's endpoint, which serves every account. "
                    + "Set it to preferred or disabled.");
        }
    }

    /// <summary>Something is set that cannot work until somebody changes it.</summary>
    public static TableOperationException Wrong(string words, Exception? inner = null) =>
        new(
            "Configuring",
            TableOperationException.Misconfigured,
            words.ReplaceLineEndings(" "),
            isRetryable: false,
            inner: inner);

    private static string? FaultOf(string text)
    {
        if (text.LastIndexOf('@') is var at and >= 0)
        {
            // Whatever is before it may be a secret, in an address that can be read and in one that cannot.
            var scheme = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http" : "https";
            return "holds a user or a password, which no call is made with. Write "
                + $"{scheme}://{text[(at + 1)..].Trim().TrimEnd('/')}.";
        }

        if (!text.Contains("://", StringComparison.Ordinal))
            return $"is '{text}', which has no scheme. Write http://{text.TrimStart('/')}, or https:// for TLS.";
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            return $"is '{text}', but takes an address such as http://127.0.0.1:8000.";
        return uri.PathAndQuery == "/" && uri.Fragment.Length == 0
            ? null
            : $"has '{uri.PathAndQuery}{uri.Fragment}' behind its host, where DynamoDB has nothing. Write "
                + $"{uri.Scheme}://{uri.Authority}.";
    }

    private static CredentialProfile? TryProfile()
    {
        try
        {
            return new CredentialProfileStoreChain().TryGetProfile(CredentialSearch.ProfileName, out var profile)
                ? profile
                : null;
        }
        catch (Exception)
        {
            return null; // Looking for credentials says it better.
        }
    }

    [GeneratedRegex(
        @"^[a-z]{2,8}(-[a-z]+)+-[0-9]+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex RegionPattern();
}
