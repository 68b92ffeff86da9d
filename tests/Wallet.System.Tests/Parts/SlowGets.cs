using System.Net.Sockets;

namespace SystemTests.Parts;

/// <summary>
/// Lets a client's words through to a broker, but each <c>basic.get</c> only after so long a pause that the broker's
/// channel has gone to sleep, and has forgotten which rights it has asked for.
/// </summary>
internal sealed class SlowGets : TcpFront
{
    /// <summary>It goes to sleep after a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private static readonly byte[] Get = [0, 60, 0, 70];

    private readonly int _target;

    public SlowGets(int target)
    {
        _target = target;
        Start();
    }

    protected override async Task HandleAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync("127.0.0.1", _target);
                await Task.WhenAny(
                    PassOnAsync(client.GetStream(), server.GetStream()),
                    server.GetStream().CopyToAsync(client.GetStream()));
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // The side that broke it off knows.
            }
        }
    }

    private static async Task PassOnAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65_536];
        while (await from.ReadAsync(buffer) is var count and > 0)
        {
            if (buffer.AsSpan(0, count).IndexOf(Get) >= 0)
                await Task.Delay(Pause);
            await to.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
