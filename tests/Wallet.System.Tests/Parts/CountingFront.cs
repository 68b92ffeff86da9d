using System.Net.Sockets;

namespace SystemTests.Parts;

/// <summary>Lets everything through to a server of this host, and counts the connections.</summary>
internal sealed class CountingFront : TcpFront
{
    private readonly int _target;
    private int _connections;

    public CountingFront(int target)
    {
        _target = target;
        Start();
    }

    /// <summary>How many have been opened so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    protected override async Task HandleAsync(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync("127.0.0.1", _target);
                var (inward, outward) = (client.GetStream(), server.GetStream());
                await Task.WhenAny(inward.CopyToAsync(outward), outward.CopyToAsync(inward));
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // The side that broke it off knows.
            }
        }
    }
}
