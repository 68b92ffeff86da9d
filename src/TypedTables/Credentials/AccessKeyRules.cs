using Amazon.Runtime;

namespace TypedTables.Credentials;

/// <summary>Checks that credentials can be used for signing and sent in a header.</summary>
internal static class AccessKeyRules
{
    /// <exception cref="TableOperationException">
    /// They cannot, and retrying does not help; code <see cref="TableOperationException.Misconfigured"/>.
    /// </exception>
    public static void Require(this ImmutableCredentials keys, CredentialSource source)
    {
        Require(source, "access key id", keys.AccessKey);
        Require(source, "secret access key", keys.SecretKey);
        Require(source, "session token", keys.Token);
    }

    private static void Require(CredentialSource source, string what, string? text)
    {
        foreach (var one in text ?? "")
        {
            if (one is <= ' ' or > '~')
                throw ServiceLocation.Wrong(
                    $"the {what} of {source.Name} holds a character that none has (U+{(int)one:X4}: a blank, a line's "
                        + "end, a byte order mark). Write it without.");
        }
    }
}
