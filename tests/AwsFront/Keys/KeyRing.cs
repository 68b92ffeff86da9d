using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Front;

/// <summary>
/// The access keys that a front accepts. Who issues credentials adds them here; safe for many callers at once.
/// </summary>
public sealed class KeyRing
{
    private readonly ConcurrentDictionary<string, IssuedKey> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    /// <summary>Makes a key known, or replaces the one of the same id.</summary>
    public IssuedKey Add(IssuedKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _keys[key.AccessKey] = key;
        return key;
    }

    /// <summary>Issues a key of a session, with an id, a secret and a token that no other has.</summary>
    public IssuedKey IssueSession(DateTimeOffset expiresAt, string? policy = null, string role = "wallet-worker") =>
        Add(
            new IssuedKey($"ASIA{Random(8)}", Random(20), Random(64), expiresAt, policy)
            {
                Arn = $"arn:aws:sts::111122223333:assumed-role/{role}/session",
            }
        );

    /// <summary>Issues a key that has no token and no end, as a user has it.</summary>
    public IssuedKey IssueUser(string? policy = null) =>
        Add(new IssuedKey($"AKIA{Random(8)}", Random(20), Policy: policy));

    /// <summary>Forgets a key: from now on it is unknown.</summary>
    public bool Remove(string accessKey) => _keys.TryRemove(accessKey, out _);

    public IssuedKey? Find(string accessKey) => _keys.GetValueOrDefault(accessKey);

    private static string Random(int bytes) => Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes));
}
