using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WorkerBench;

internal static class Waiting
{
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, TimeSpan atMost, TimeSpan? pause = null)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(start) > atMost)
                throw new TimeoutException($"Waited {atMost.TotalSeconds} s for {what}, in vain.");
            await Task.Delay(pause ?? TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>A free port of this host.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static async Task<bool> IsOpenAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
