using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace Wallet.Hosting.Guard;

/// <summary>A TCP connection to the broker, with TLS if configured, that is read through the guard.</summary>
internal sealed class GuardedClient(AddressFamily family, SslOption? tls, Action<string>? onReplaced)
    : TcpClientAdapter(new Socket(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
{
    private Stream? _stream;

    public override async Task ConnectAsync(IPAddress ep, int port, CancellationToken cancellationToken = default)
    {
        await base.ConnectAsync(ep, port, cancellationToken);
        var plain = new NetworkStream(Client, ownsSocket: false);
        _stream = tls is null ? plain : await SecureAsync(plain, tls, cancellationToken);
    }

    public override NetworkStream GetStream() =>
        new GuardedStream(Client, _stream ?? throw new InvalidOperationException("It is not connected."), onReplaced);

    private static async Task<SslStream> SecureAsync(NetworkStream plain, SslOption tls, CancellationToken cancelled)
    {
        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = tls.ServerName,
                    EnabledSslProtocols = tls.Version,
                    ClientCertificates = tls.Certs,

                    // The validation callback decides about trust.
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = tls.CertificateValidationCallback,

                    // Shown whatever authorities the broker lists: it may trust more than it lists.
                    LocalCertificateSelectionCallback = (_, _, own, _, _) => own.Count > 0 ? own[0] : null!,
                },
                cancelled);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
