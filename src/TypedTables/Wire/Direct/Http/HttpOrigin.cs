using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TypedTables.Wire.Direct.Http;

/// <summary>Where requests go, and how a connection to it comes about: by TCP, through a proxy where the environment names one, and by TLS.</summary>
internal sealed class HttpOrigin
{
    private readonly Uri _endpoint;
    private readonly X509ChainPolicy? _trust;
    private readonly Uri? _proxy;
    private readonly string? _proxyAuthorization;

    /// <param name="endpoint">Scheme, host and port; without a path.</param>
    /// <param name="proxies">Which proxy leads there, if any.</param>
    /// <param name="trust">Whose certificates to believe; null believes whom the system believes.</param>
    /// <exception cref="ArgumentException">It has a path, or is neither <c>http</c> nor <c>https</c>, or its proxy is none of HTTP.</exception>
    public HttpOrigin(Uri endpoint, IWebProxy proxies, X509ChainPolicy? trust = null)
    {
        if (endpoint.PathAndQuery != "/" || endpoint.Scheme is not ("http" or "https"))
            throw new ArgumentException($"The direct wire takes an endpoint of http or https without a path, but was given {endpoint}.", nameof(endpoint));

        _endpoint = endpoint;
        _trust = trust;
        _proxy = proxies.IsBypassed(endpoint) ? null : proxies.GetProxy(endpoint);
        if (_proxy is not (null or { Scheme: "http" or "https" }))
            throw new ArgumentException($"The direct wire goes through proxies of http and https, but the environment names {_proxy.Scheme}://{_proxy.Authority} for {endpoint}. Choose the wire of the SDK.", nameof(endpoint));
        if (_proxy is not null && proxies.Credentials?.GetCredential(_proxy, "Basic") is { } credential)
            _proxyAuthorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));

        var name = endpoint.HostNameType == UriHostNameType.IPv6 ? $"[{endpoint.IdnHost}]" : endpoint.IdnHost;
        Host = endpoint.IsDefaultPort ? name : FormattableString.Invariant($"{name}:{endpoint.Port}");
        IsThroughPlainProxy = _proxy is not null && endpoint.Scheme == "http";
        RequestHead = IsThroughPlainProxy
            ? $"POST http://{Host}/ HTTP/1.1\r\nHost: {Host}\r\n{ProxyHeader}"
            : $"POST / HTTP/1.1\r\nHost: {Host}\r\n";
    }

    /// <summary>The header <c>Host</c>, which is part of what is signed.</summary>
    public string Host { get; }

    /// <summary>The lines that each request begins with.</summary>
    public string RequestHead { get; }

    private bool IsThroughPlainProxy { get; }

    private string ProxyHeader => _proxyAuthorization is null ? "" : $"Proxy-Authorization: {_proxyAuthorization}\r\n";

    /// <summary>Makes a connection.</summary>
    /// <exception cref="NotSentException">None came about.</exception>
    public async Task<HttpConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var first = _proxy ?? _endpoint;
            await socket.ConnectAsync(first.IdnHost, first.Port, cancellationToken).ConfigureAwait(false);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_proxy is { Scheme: "https" })
                stream = await SecureAsync(stream, _proxy, cancellationToken).ConfigureAwait(false);
            if (_proxy is not null && !IsThroughPlainProxy)
                await ProxyTunnel.OpenAsync(stream, Encoding.ASCII.GetBytes($"CONNECT {_endpoint.IdnHost}:{_endpoint.Port} HTTP/1.1\r\nHost: {_endpoint.IdnHost}:{_endpoint.Port}\r\n{ProxyHeader}\r\n"), cancellationToken).ConfigureAwait(false);
            if (_endpoint.Scheme == "https")
                stream = await SecureAsync(stream, _endpoint, cancellationToken).ConfigureAwait(false);
            return new HttpConnection(socket, stream);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException or IOException or AuthenticationException)
                throw new NotSentException($"no connection to {_endpoint.Scheme}://{Host} came about: {error.Message}", error);
            throw;
        }
    }

    private async Task<Stream> SecureAsync(Stream stream, Uri uri, CancellationToken cancellationToken)
    {
        var secure = new SslStream(stream);
        var options = new SslClientAuthenticationOptions { TargetHost = uri.IdnHost, ApplicationProtocols = [SslApplicationProtocol.Http11], CertificateChainPolicy = _trust };
        await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        return secure;
    }
}
