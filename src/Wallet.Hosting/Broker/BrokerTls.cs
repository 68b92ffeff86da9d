using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Wallet.Hosting.Broker;

/// <summary>
/// Which broker certificates to trust, and which client certificate to show: the same rule for MassTransit's
/// connections and our own.
/// </summary>
/// <remarks>
/// By itself MassTransit offers only TLS 1.2 and accepts certificates of any authority, and RabbitMQ.Client has rules
/// of its own. So neither sets up TLS here; <c>GuardedClient</c> does.
/// </remarks>
internal sealed class BrokerTls
{
    /// <summary>The port for AMQP over TLS.</summary>
    public const int Port = 5671;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection? _authorities;
    private readonly X509Certificate2? _own;

    private BrokerTls(X509Certificate2Collection? authorities, X509Certificate2? own)
    {
        _authorities = authorities;
        _own = own;
    }

    /// <summary>
    /// Reads the files. Without a CA file this machine's authorities are trusted; without a certificate none is shown.
    /// </summary>
    /// <returns>Null if a file is not usable; <paramref name="fault"/> says which.</returns>
    public static BrokerTls? TryLoad(string caFile, string certificateFile, string keyFile, out string? fault)
    {
        (fault, var setting) = (null, "CaFile");
        try
        {
            X509Certificate2Collection? authorities = null;
            if (caFile.Length > 0)
            {
                authorities = [];
                authorities.ImportFromPemFile(caFile);
                if (authorities.Count == 0)
                    throw new CryptographicException("It holds no certificate.");
            }

            setting = certificateFile.Length > 0 ? "ClientCertificateFile or ClientKeyFile" : "ClientKeyFile";
            if (certificateFile.Length == 0 && keyFile.Length > 0)
                throw new CryptographicException("There is no RabbitMq:ClientCertificateFile to go with it.");
            return new BrokerTls(
                authorities,
                certificateFile.Length > 0 ? WithKey(certificateFile, keyFile.Length > 0 ? keyFile : null) : null
            );
        }
        catch (Exception error)
            when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            fault =
                $"RabbitMq:{setting} is not usable: {error.Message} It takes PEM files; a key must not be encrypted, "
                    + "and must be that of its certificate.";
            return null;
        }
    }

    /// <summary>
    /// Why a user may not log in to a host; null if it may. The password of <c>guest</c> is public knowledge.
    /// </summary>
    public static string? FaultOfUser(string username, string host) =>
        username != "guest" || IsLocal(host)
            ? null
            : "RabbitMq:Username is 'guest', which is for a broker on this host alone, and RabbitMq:Host is "
                + $"'{host}'. Make a user (docs/permissions.md), and set RabbitMq__Username and RabbitMq__Password or "
                + "RabbitMq__PasswordFile.";

    /// <summary>The TLS options for a connection to a host.</summary>
    public SslOption OptionsFor(string host) => new(host)
    {
        Enabled = true,
        Version = SslProtocols.Tls12 | SslProtocols.Tls13,
        AcceptablePolicyErrors = SslPolicyErrors.None,
        Certs = _own is null ? null : [_own],
        CertificateValidationCallback = (_, certificate, chain, errors) => Check(host, certificate, chain, errors),
    };

    /// <summary>
    /// Checks the broker's certificate. If it is refused, throws the reason, which a plain "false" would hide.
    /// </summary>
    private bool Check(string host, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw new AuthenticationException($"The broker at {host} shows no certificate.");

        using var shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new AuthenticationException(
                $"The broker's certificate ({shown.Subject}) is not for '{host}', which is what RabbitMq:Host names."
            );

        using var trust = TrustOf(chain);
        return trust.Build(shown)
            ? true
            : throw new AuthenticationException(
                $"The broker's certificate ({shown.Subject}, valid until {shown.NotAfter.ToUniversalTime():u}) is not "
                    + "trusted: "
                    + $"{string.Join(" ", Faults(trust))} RabbitMq:CaFile names the authorities to trust."
            );
    }

    private static IEnumerable<string> Faults(X509Chain trust) =>
        trust.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct(StringComparer.Ordinal);

    private X509Chain TrustOf(X509Chain sent)
    {
        var trust = new X509Chain();
        // private authorities seldom publish revocation lists
        trust.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        trust.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        // intermediate certificates that the broker has sent
        trust.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        if (_authorities is not null)
        {
            trust.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            trust.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        return trust;
    }

    /// <summary>Converts through PKCS 12, because some platforms cannot use a key from a PEM file for TLS.</summary>
    private static X509Certificate2 WithKey(string certificateFile, string? keyFile)
    {
        using var read = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    private static bool IsLocal(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address)
            ? IPAddress.IsLoopback(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
