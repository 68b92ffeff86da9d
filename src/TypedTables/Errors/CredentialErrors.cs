using System.Collections.Frozen;

namespace TypedTables;

/// <summary>DynamoDB's codes of errors about credentials.</summary>
internal static class CredentialErrors
{
    /// <summary>Codes of an expired session token.</summary>
    public static FrozenSet<string> ExpiredToken { get; } =
        new[] { "ExpiredToken", "ExpiredTokenException" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What it says to a caller that it does not know, or no longer.</summary>
    public static FrozenSet<string> Unauthenticated { get; } = ExpiredToken
        .Concat(
        [
            "IncompleteSignatureException",
            "InvalidSignatureException",
            "MissingAuthenticationTokenException",
            "UnrecognizedClientException",
            TableOperationException.NoCredentials,
        ])
        .ToFrozenSet(StringComparer.Ordinal);
}
