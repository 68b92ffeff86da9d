using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace TypedTables.Wire.Direct.Http;

/// <summary>A whole response, its body in one piece of memory that whoever reads it disposes of.</summary>
/// <param name="Status">The status, such as 200.</param>
/// <param name="Headers">What it says before its body.</param>
/// <param name="Memory">Holds the body.</param>
/// <param name="Length">How many bytes the body has.</param>
internal readonly record struct HttpReply(int Status, HttpHeadersNonValidated Headers, PooledBytes Memory, int Length)
{
    private const int LengthUsual = 2048;

    public bool IsSuccess => Status is >= 200 and < 300;

    public ReadOnlyMemory<byte> Body => Memory.Bytes.AsMemory(0, Length);

    /// <summary>A header's value; null where it is not there.</summary>
    public string? this[string header] => Headers.TryGetValues(header, out var values) ? values.ToString() : null;

    /// <summary>Reads the body.</summary>
    /// <exception cref="BadReplyException">It is longer than that.</exception>
    /// <exception cref="IOException">It ends too soon, or is not HTTP.</exception>
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
