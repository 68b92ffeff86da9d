using System.Net;
using System.Net.Sockets;
using SystemTests.Parts;

namespace SystemTests.FaultMatrix;

/// <summary>
/// What stands in front of a cluster: leads each connection to the next server that takes it, and ends it when either
/// side does.
/// </summary>
internal sealed class Balancer : TcpFront
{
    private readonly int[] _servers;
    private int _next;

    public Balancer(int[] servers)
    {
        _servers = servers;
        Start();
    }

    protected override async Task HandleAsync(TcpClient client)
    {
        using (client)
        using (var server = await ConnectAsync())
        {
            if (server is null)
                return;
            client.NoDelay = server.NoDelay = true;
            try
            {
                var (near, far) = (client.GetStream(), server.GetStream());
                await await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
            }
            catch (IOException)
            {
                // One of them has gone, and so goes the other.
            }
        }
    }

    private async Task<TcpClient?> ConnectAsync()
    {
        for (var attempt = 0; attempt < _servers.Length; attempt++)
        {
            var server = new TcpClient();
            try
            {
                await server.ConnectAsync(
                    IPAddress.Loopback,
                    _servers[(int)((uint)Interlocked.Increment(ref _next) % _servers.Length)]
                );
                return server;
            }
            catch (SocketException)
            {
                server.Dispose();
            }
        }

        return null;
    }
}
