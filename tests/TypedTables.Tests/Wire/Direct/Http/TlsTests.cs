using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TypedTables.Expressions;
using TypedTables.Tests.Parts;
using TypedTables.Wire.Direct;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Tests.Wire.Direct.Http;

/// <summary>Calls over TLS go only to a server that proves to be the endpoint.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private readonly X509Certificate2 _authority = MakeAuthority();

    public TlsTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task An_endpoint_that_an_authority_vouches_for_is_asked_again_and_again_over_one_connection()
    {
        using var certificate = Issue(_authority, "localhost");
        var serving = ServeAsync(certificate, requests: 20);
        using var transport = Trusting(_authority);

        for (var i = 0; i < 20; i++)
        {
            using var reply = await Transports.AskAsync(transport);
            Encoding.UTF8.GetString(reply.Json.Span).ShouldBe(Wires.Found);
        }

        (await serving).ShouldBe(20);
    }

    [Fact]
    public async Task An_endpoint_that_an_authority_vouches_for_under_another_name_is_told_nothing()
    {
        using var certificate = Issue(_authority, "another.example");
        var serving = ServeAsync(certificate, requests: 1);

        using var transport = Trusting(_authority);
        await Should.ThrowAsync<NotSentException>(Transports.AskAsync(transport));

        (await serving).ShouldBe(0);
    }

    [Fact]
    public async Task An_endpoint_that_nobody_vouches_for_is_told_nothing_so_that_even_a_write_may_be_repeated()
    {
        using var certificate = Issue(_authority, "localhost");
        var serving = ServeAsync(certificate, requests: 1);
        using var client = new TableClient(
            Wires.Options(new Uri($"https://localhost:{Port}")) with
            {
                AttemptsMax = 1,
            }
        );

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1))
        );

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoAnswer, true));
        (await serving).ShouldBe(0);
    }

    [Fact]
    public async Task A_handshake_that_is_never_answered_was_no_request_so_that_even_an_increase_may_be_made_again()
    {
        var options = Wires.Options(new Uri($"https://localhost:{Port}"));
        using var client = new TableClient(
            options with { AttemptsMax = 2, AttemptTimeout = TimeSpan.FromMilliseconds(300) });

        var error = await Should.ThrowAsync<TableOperationException>(
            client.Table(Wallets.Schema).UpdateAsync(Wallets.UserKey, Wallets.Balance.Increase(1)));

        (error.Code, error.IsRetryable).ShouldBe((TableOperationException.NoAnswer, true));
        error.Message.ShouldContain("time-out");
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <returns>How many requests came.</returns>
    private async Task<int> ServeAsync(X509Certificate2 certificate, int requests)
    {
        using var socket = await _listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(socket.GetStream());
        var served = 0;
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            var buffer = new byte[4096];
            for (; served < requests; served++)
            {
                if (await stream.ReadAsync(buffer) == 0)
                    break;
                await stream.WriteAsync(RawServer.Whole(Wires.Found));
            }
        }
        catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not believe in the certificate.
        }

        return served;
    }

    private DirectTransport Trusting(X509Certificate2 authority)
    {
        var trust = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        trust.CustomTrustStore.Add(authority);
        return new DirectTransport(
            new Uri($"https://localhost:{Port}"),
            new TableClientOptions(),
            handler => handler.SslOptions.CertificateChainPolicy = trust);
    }

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Authority of the tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true,
                hasPathLengthConstraint: false,
                pathLengthConstraint: 0,
                critical: true
            )
        );
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var issued = request.Create(authority, now.AddHours(-1), now.AddDays(1), [1, 2, 3, 4]);
        return issued.CopyWithPrivateKey(key);
    }
}
