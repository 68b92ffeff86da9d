using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime.CredentialManagement;

namespace TypedTables.Credentials;

/// <summary>The two files that profiles are in.</summary>
internal static class ProfileFiles
{
    public static string Credentials =>
        AWSConfigs.AWSProfilesLocation is { Length: > 0 } own ? own : SharedCredentialsFile.DefaultFilePath;

    public static string Config => SharedCredentialsFile.DefaultConfigFilePath;

    /// <summary>Differs where either file does.</summary>
    /// <remarks>
    /// Of what is in them, not of their times: a secret that Kubernetes mounts is a link, whose own time stays.
    /// </remarks>
    public static string Stamp()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in (string[])[Credentials, Config])
        {
            try
            {
                hash.AppendData(File.ReadAllBytes(path));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                hash.AppendData([0]);
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
