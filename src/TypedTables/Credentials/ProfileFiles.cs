using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Amazon;
using Amazon.Runtime.CredentialManagement;

namespace TypedTables.Credentials;

/// <summary>The two files that hold AWS profiles.</summary>
internal static partial class ProfileFiles
{
    public static string Credentials =>
        AWSConfigs.AWSProfilesLocation is { Length: > 0 } own ? own : SharedCredentialsFile.DefaultFilePath;

    public static string Config => SharedCredentialsFile.DefaultConfigFilePath;

    /// <summary>A fingerprint of both files, which changes when either changes.</summary>
    /// <remarks>
    /// Of their contents, not their timestamps: a secret mounted by Kubernetes is a link, whose own timestamp never
    /// changes.
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

    /// <summary>Describes why the files could not be read.</summary>
    /// <remarks>The SDK's message quotes the line, which may be a secret, so it is left out.</remarks>
    public static string FaultOf(Exception error)
    {
        if (error is IOException or UnauthorizedAccessException)
            return $"{error.Message} Let this program's user read it.";
        var file = Array.Find([Credentials, Config], path => error.Message.Contains(path, StringComparison.Ordinal))
            ?? $"{Credentials} or {Config}";
        var line = LinePattern().Match(error.Message);
        var at = line.Success ? $"line {line.Groups["number"].Value} of {file}" : $"something in {file}";
        return $"{at} is neither a [section], a 'name = value' nor a # comment. Fix it.";
    }

    [GeneratedRegex(@"^Line (?<number>[0-9]+):", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinePattern();
}
