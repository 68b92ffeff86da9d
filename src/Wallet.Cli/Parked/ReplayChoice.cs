namespace Wallet.Cli.Parked;

/// <summary>What whoever replays has decided beforehand.</summary>
/// <param name="IsForced">Sends again whatever the worker remembers.</param>
/// <param name="TakesUndated">Takes the time when a set was parked for the time when it was sent, where that is not
/// known.</param>
/// <param name="TakesExpired">Takes what had expired as well, because it was chosen by name.</param>
internal sealed record ReplayChoice(bool IsForced, bool TakesUndated, bool TakesExpired);
