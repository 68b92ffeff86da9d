using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SystemTests.Parts;

/// <summary>
/// An authority of a test's own, and the certificates it gives out, as PEM files in a folder that goes with it.
/// </summary>
internal sealed class PrivateAuthority : IDisposable
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wallet-tests-ca-");
    private readonly X509Certificate2 _authority;

    public PrivateAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true,
                hasPathLengthConstraint: false,
                pathLengthConstraint: 0,
                critical: true
            )
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true)
        );
        _authority = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
        CaFile = Write("ca.pem", _authority.ExportCertificatePem());
    }

    /// <summary>What to trust.</summary>
    public string CaFile { get; }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>A server's certificate for a host name.</summary>
    public (string CertificateFile, string KeyFile) ForServer(string host, TimeSpan? validFor = null) =>
        Issue(host, ServerUse, validFor ?? TimeSpan.FromDays(1));

    /// <summary>A client's certificate.</summary>
    public (string CertificateFile, string KeyFile) ForClient(string name) =>
        Issue(name, ClientUse, TimeSpan.FromDays(1));

    /// <summary>A file beside the others.</summary>
    public string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    private (string CertificateFile, string KeyFile) Issue(string name, Oid use, TimeSpan validFor)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], critical: false));
        using var certificate = request.Create(
            _authority,
            Now.AddDays(-30),
            Now + validFor,
            RandomNumberGenerator.GetBytes(8)
        );
        var file = $"{Guid.NewGuid():N}";
        return (
            Write($"{file}.pem", certificate.ExportCertificatePem()),
            Write($"{file}.key", key.ExportPkcs8PrivateKeyPem())
        );
    }
}
