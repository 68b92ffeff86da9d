using System.Collections.Concurrent;

namespace Wallet.Cli.Load;

/// <summary>What became of one request: answered, refused for a reason, or failed in a way.</summary>
internal readonly record struct LoadOutcome(string? Refusal, string? Error);
