namespace Wallet.Cli.Load;

/// <summary>The outcome of one request: answered (both null), refused for a reason, or failed with an error.</summary>
internal readonly record struct LoadOutcome(string? Refusal, string? Error);
