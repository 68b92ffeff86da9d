using System.Security.Cryptography;
using System.Text;

namespace Front;

/// <summary>
/// The client tokens of transactions: of those under way, and of those that were carried out within ten minutes.
/// </summary>
internal sealed class RequestTokens(TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What was carried out, the oldest first: a look at all of them would slow each transaction.</summary>
    private readonly Queue<string> _done = [];

    /// <summary>Begins a transaction; the answer ends it.</summary>
    /// <exception cref="AwsErrorException">One with its token is under way, or was carried out and was another
    /// one.</exception>
    public Running Begin(Call call)
    {
        if (!call.Json.TryGetProperty("ClientRequestToken", out var given))
            return new Running(null, this);
        var (token, content) = (given.GetString()!, Content(call));
        lock (_lock)
        {
            Forget();
            if (_entries.TryGetValue(token, out var entry))
            {
                if (entry.Content != content)
                {
                    throw AwsErrorException.OfDynamoDb(
                        "IdempotentParameterMismatchException",
                        "The client token was used with other parameters within the last ten minutes."
                    );
                }

                if (entry.DoneAt is null)
                    throw AwsErrorException.OfDynamoDb(
                        "TransactionInProgressException",
                        "The transaction with the given client token is in progress."
                    );
                return new Running(null, this); // a repeat of what was carried out: the engine says so
            }

            _entries[token] = new Entry(content, null);
        }

        return new Running(token, this);
    }

    private static string Content(Call call) =>
        Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes(call.Json.GetProperty("TransactItems").GetRawText()))
        );

    private void End(string token, bool isDone)
    {
        lock (_lock)
        {
            if (isDone)
            {
                _entries[token] = _entries[token] with { DoneAt = clock.GetUtcNow() };
                _done.Enqueue(token);
            }
            else
            {
                _entries.Remove(token); // What was refused may be asked again with the same token.
            }
        }
    }

    private void Forget()
    {
        while (_done.TryPeek(out var token) && _entries[token].DoneAt + Remembered < clock.GetUtcNow())
            _entries.Remove(_done.Dequeue());
    }

    private sealed record Entry(string Content, DateTimeOffset? DoneAt);

    /// <summary>A transaction under way.</summary>
    internal sealed class Running(string? token, RequestTokens tokens) : IDisposable
    {
        public bool IsDone { private get; set; }

        public void Dispose()
        {
            if (token is not null)
                tokens.End(token, IsDone);
        }
    }
}
