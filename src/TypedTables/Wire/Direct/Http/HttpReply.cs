using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace TypedTables.Wire.Direct.Http;

/// <summary>A whole HTTP response, with its body in pooled memory that the reader disposes of.</summary>
/// <param name="Status">The status code, such as 200.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Memory">The memory that holds the body.</param>
/// <param name="Length">The body's length in bytes.</param>
internal readonly record struct HttpReply(int Status, HttpHeadersNonValidated Headers, PooledBytes Memory, int Length)
{
    private const int LengthUsual = 2048;

    public bool IsSuccess => Status is >= 200 and < 300;

    public ReadOnlyMemory<byte> Body => Memory.Bytes.AsMemory(0, Length);

    /// <summary>A header's value; null if it is missing.</summary>
    public string? this[string header] => Headers.TryGetValues(header, out var values) ? values.ToString() : null;

    /// <summary>Reads the body.</summary>
    /// <exception cref="BadReplyException">The body is too long.</exception>
    /// <exception cref="IOException">The body ends too early, or is not valid HTTP.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<HttpReply> ReadAsync(
        HttpResponseMessage response, int lengthMax, CancellationToken cancellationToken)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > lengthMax)
            throw TooLong(announced.Value, lengthMax);

        var memory = new PooledBytes((int)Math.Max(1, announced ?? LengthUsual));
        try
        {
            var body = response.Content.ReadAsStream(cancellationToken);
            var received = 0;
            while (received != announced)
            {
                memory.Reserve(received + 1, received);
                var more = await body.ReadAsync(
                    memory.Bytes.AsMemory(received),
                    cancellationToken).ConfigureAwait(false);
                if (more == 0)
                    break;
                received += more;
                if (received > lengthMax)
                    throw TooLong(received, lengthMax);
            }

            return new HttpReply((int)response.StatusCode, response.Headers.NonValidated, memory, received);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private static BadReplyException TooLong(long length, int lengthMax) =>
        new($"the answer has {length} bytes or more, and at most {lengthMax} are read");
}
