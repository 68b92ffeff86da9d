namespace TypedTables.Wire.Direct.Http;

/// <summary>Asks a proxy for a tunnel, by <c>CONNECT</c>. After that, the stream is as if it led to the service itself.</summary>
internal static class ProxyTunnel
{
    /// <exception cref="IOException">The proxy gives none.</exception>
    public static async Task OpenAsync(Stream proxy, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await proxy.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        var received = new byte[ReplyHead.LengthMax];
        var length = 0;
        ReplyHead head;
        do
        {
            // Byte by byte, so that nothing is taken that belongs to what comes through the tunnel.
            if (await proxy.ReadAsync(received.AsMemory(length, 1), cancellationToken).ConfigureAwait(false) == 0)
                throw new IOException("the proxy closed the connection");
            length++;
        }
        while (!ReplyHead.TryRead(received.AsSpan(0, length), out head));

        if (head.Status is < 200 or >= 300)
            throw new IOException($"the proxy answered with HTTP {head.Status}");
    }
}
