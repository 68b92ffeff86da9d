using System.Net;
using System.Net.Sockets;

namespace SystemTests.Parts;

/// <summary>Stands in front of servers of this host, and handles each connection as it likes.</summary>
internal abstract class TcpFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _serving = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public virtual async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    /// <summary>Begins to accept connections, once the derived class is ready for them.</summary>
    protected void Start()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Handles one connection to its end.</summary>
    protected abstract Task HandleAsync(TcpClient client);

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = HandleAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
