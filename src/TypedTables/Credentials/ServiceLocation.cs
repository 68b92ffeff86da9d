using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace TypedTables.Credentials;

/// <summary>Reads DynamoDB's endpoint and region from the environment and the profile, and checks them.</summary>
internal static partial class ServiceLocation
{
    private const string AccountMode = "AWS_ACCOUNT_ID_ENDPOINT_MODE";

    /// <summary>The endpoint from the options, or else from the environment; null if neither has one.</summary>
    /// <exception cref="ArgumentException">The options' endpoint is not usable.</exception>
    /// <exception cref="TableOperationException">
    /// The environment's endpoint is not usable; code <see cref="TableOperationException.Misconfigured"/>.
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
    /// The region from <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c> or the profile; null if none names one.
    /// </summary>
    /// <param name="isOfAws">Whether it must be one of AWS's regions. A local engine accepts any name.</param>
    /// <exception cref="TableOperationException">
    /// The name is not a region; code <see cref="TableOperationException.Misconfigured"/>.
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

    /// <summary>Returns the name if it has the form of a region's.</summary>
    /// <exception cref="TableOperationException">
    /// It does not; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public static string Checked(string name, string region) =>
        RegionPattern().IsMatch(region)
            ? region
            : throw Wrong($"{name} is '{region}', but takes an AWS region such as us-west-2.");

    /// <summary>
    /// Checks that calls may go to the region's endpoint. Endpoints per AWS account are not supported.
    /// </summary>
    /// <exception cref="TableOperationException">
    /// The configuration requires an account's endpoint; code <see cref="TableOperationException.Misconfigured"/>.
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

    /// <summary>The configuration cannot work until somebody changes it.</summary>
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
            // Anything before the host may be a secret, whether the address can be parsed or not.
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
            return null; // Looking for credentials reports it better.
        }
    }

    [GeneratedRegex(
        @"^[a-z]{2,8}(-[a-z]+)+-[0-9]+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex RegionPattern();
}
