namespace SystemTests.FaultMatrix;

/// <summary>
/// Credentials of a session, from a program that the AWS profile names, which the service ceases to accept long before
/// they say so.
/// </summary>
internal sealed class ExpiringCredentials : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wallet-credentials-");
    private int _number;

    public ExpiringCredentials()
    {
        var config = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(
            config,
            $"[profile matrix]\nregion = us-west-2\ncredential_process = cat {CredentialsFile}\n"
        );
        Environment =
        [
            ("AWS_PROFILE", "matrix"),
            ("AWS_CONFIG_FILE", config),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            ("AWS_ACCESS_KEY_ID", ""),
            ("AWS_SECRET_ACCESS_KEY", ""),
        ];
        Expire();
    }

    /// <summary>What a worker needs in order to take them.</summary>
    public (string, string)[] Environment { get; }

    private string CredentialsFile => Path.Combine(_folder.FullName, "credentials.json");

    private string Token => $"session-{Volatile.Read(ref _number)}";

    /// <summary>Whether the service takes this session.</summary>
    public bool IsGood(string? token) => token == Token;

    /// <summary>The present session is over, and another one is to be had.</summary>
    public void Expire()
    {
        Interlocked.Increment(ref _number);
        File.WriteAllText(
            CredentialsFile + ".new",
            $$"""
            {"Version":1,"AccessKeyId":"AKIAMATRIXMATRIXMATR","SecretAccessKey":"secret","SessionToken":"{{Token}}",
            "Expiration":"{{TimeProvider.System.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}}"}
            """
        );
        File.Move(CredentialsFile + ".new", CredentialsFile, overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
