using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SystemTests.Parts;

namespace SystemTests.Security;

/// <summary>TLS in front of a broker's plain port, with whatever certificate and protocol a test wants.</summary>
internal sealed class TlsFront : TcpFront
{
    private readonly X509Certificate2 _certificate;
    private readonly SslProtocols _protocols;
    private readonly int _target;
    private int _connections;

    public TlsFront((string CertificateFile, string KeyFile) certificate, SslProtocols protocols, int target)
    {
        using var read = X509Certificate2.CreateFromPemFile(certificate.CertificateFile, certificate.KeyFile);
        _certificate = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        _protocols = protocols;
        _target = target;
        Start();
    }

    /// <summary>How many connections have been agreed on.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _certificate.Dispose();
    }

    protected override async Task HandleAsync(TcpClient client)
    {
        using (client)
        using (var broker = new TcpClient())
        {
            try
            {
                await using var near = new SslStream(client.GetStream());
                await near.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificate = _certificate,
                        EnabledSslProtocols = _protocols,
                    }
                );
                Interlocked.Increment(ref _connections);
                await broker.ConnectAsync(IPAddress.Loopback, _target);
                var far = broker.GetStream();
                await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
            }
            catch (Exception error) when (error is IOException or AuthenticationException or SocketException)
            {
                // The client did not want this certificate, or went.
            }
        }
    }
}
