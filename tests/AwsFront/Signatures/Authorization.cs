namespace Front;

/// <summary>What the header <c>Authorization</c> says.</summary>
internal sealed record Authorization(
    string AccessKey,
    string Day,
    string Region,
    string Service,
    IReadOnlyList<string> SignedHeaders,
    string Signature
)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public string Scope => $"{Day}/{Region}/{Service}/aws4_request";

    public static Authorization Parse(string header)
    {
        if (header.Length == 0)
            throw AwsErrorException.AtTheGate(
                "MissingAuthenticationTokenException",
                "Request is missing Authentication Token"
            );
        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
            throw Incomplete($"Authorization header begins with something else than {Algorithm}.");

        var fields = header[(Algorithm.Length + 1)..]
            .Split(',', StringSplitOptions.TrimEntries)
            .Select(field => field.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var credential = Field("Credential").Split('/');
        if (credential is not [var accessKey, var day, var region, var service, "aws4_request"])
            throw Incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term."
            );
        return new Authorization(
            accessKey,
            day,
            region,
            service,
            Field("SignedHeaders").Split(';'),
            Field("Signature")
        );

        string Field(string name) =>
            fields.TryGetValue(name, out var value) && value.Length > 0
                ? value
                : throw Incomplete($"Authorization header requires '{name}' parameter.");
    }

    /// <summary>
    /// The region that a request is signed for, whether or not anybody checks; null where it is not signed.
    /// </summary>
    public static string? RegionOf(string header) => header.Split('/') is [_, _, var region, ..] ? region : null;

    private static AwsErrorException Incomplete(string message) =>
        AwsErrorException.AtTheGate("IncompleteSignatureException", message);
}
