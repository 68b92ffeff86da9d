namespace Front;

/// <summary>An access key that the front knows.</summary>
/// <param name="AccessKey">Its id, as it stands in a request: <c>AKIA…</c> for a user, <c>ASIA…</c> for a
/// session.</param>
/// <param name="Secret">What requests are signed with.</param>
/// <param name="Token">The session token that each request must carry; null for a key that lives until it is
/// removed.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="Policy">The name of the policy that it has; null for the policy of the front's options.</param>
public sealed record IssuedKey(
    string AccessKey,
    string Secret,
    string? Token = null,
    DateTimeOffset? ExpiresAt = null,
    string? Policy = null
)
{
    /// <summary>Who it is, as a refusal names it.</summary>
    public string Arn { get; init; } = "arn:aws:iam::111122223333:user/wallet-worker";
}
