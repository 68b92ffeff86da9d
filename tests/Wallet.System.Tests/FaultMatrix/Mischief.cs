using System.Collections.Concurrent;
using System.Text;

namespace SystemTests.FaultMatrix;

/// <summary>
/// What happens to messages on their way: copies that come late and out of order, and strangers among them.
/// </summary>
internal sealed class Mischief(int seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly ConcurrentBag<Task> _pending = [];
    private int _injected;

    /// <summary>How many of a hundred messages have copies that come up to three seconds later.</summary>
    public int CopiesPercent { get; set; }

    /// <summary>How many of a hundred messages have one beside them that can never be carried out.</summary>
    public int BadPercent { get; set; }

    public int Injected => Volatile.Read(ref _injected);

    /// <summary>Does what is to happen around one message.</summary>
    public void Around(Func<Task> send, Func<BadMessage, Task> sendBad)
    {
        lock (_lock)
        {
            if (_random.Next(100) < CopiesPercent)
            {
                for (var copies = _random.Next(1, 4); copies > 0; copies--)
                    Later(_random.Next(3_000), send);
            }

            if (_random.Next(100) < BadPercent)
            {
                var bad = BadMessage.Of(_random);
                Later(0, () => sendBad(bad));
            }
        }
    }

    public Task FinishAsync() => Task.WhenAll(_pending);

    private void Later(int milliseconds, Func<Task> send)
    {
        Interlocked.Increment(ref _injected);
        _pending.Add(Task.Run(async () =>
        {
            await Task.Delay(milliseconds);
            await send();
        }));
    }
}

/// <summary>A message that can never be carried out.</summary>
internal sealed record BadMessage(byte[] Body, string ContentType)
{
    private const int TooLong = 70_000;
    private const string Plain = "application/json";

    public static BadMessage Of(Random random) =>
        random.Next(6) switch
        {
            0 => new(Encoding.UTF8.GetBytes("{\"userId\":"), Plain),
            1 => new(
                Encoding.UTF8.GetBytes(
                    """
                    {"userId":"0f8fad5b-d9cb-469f-a165-70867728950e","balance":"much",
                    "operationId":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}
                    """
                ),
                Plain
            ),
            2 => new(Encoding.UTF8.GetBytes("""{"userId":"0f8fad5b-d9cb-469f-a165-70867728950e"}"""), Plain),
            3 => new([.. Enumerable.Range(0, 300).Select(_ => (byte)random.Next(256))], "application/octet-stream"),
            4 => new(Encoding.UTF8.GetBytes("{\"userId\":\"" + new string('x', TooLong) + "\"}"), Plain),
            _ => new(
                Encoding.UTF8.GetBytes("""{"messageType":["urn:message:Nobody:Knows"],"message":{"a":1}}"""),
                "application/vnd.masstransit+json"
            ),
        };
}
