namespace Wallet.Cli.Parked;

/// <summary>The user's choices for a replay.</summary>
/// <param name="IsForced">Sends messages whatever the worker remembers.</param>
/// <param name="TakesUndated">If it is unknown when a set was sent, uses the time when it was parked.</param>
/// <param name="TakesExpired">Also sends expired messages, because they were selected by name.</param>
internal sealed record ReplayChoice(bool IsForced, bool TakesUndated, bool TakesExpired);
