namespace Wallet.Cli.Parked;

/// <summary>Selects parked messages. A null condition is ignored.</summary>
/// <param name="Cause">The cause, by the name that <see cref="Causes"/> gives it.</param>
/// <param name="Type">The message that its queue takes, such as <c>SetBalance</c>.</param>
/// <param name="Wallet">A wallet that it names.</param>
/// <param name="Fault">A part of the description of what went wrong.</param>
/// <param name="OlderThan">
/// The minimum time since it was parked. A message whose time is unknown is not selected.
/// </param>
/// <param name="NewerThan">
/// The maximum time since it was parked. A message whose time is unknown is not selected.
/// </param>
internal sealed record ParkedCriteria(string? Cause, string? Type, Guid? Wallet, string? Fault, TimeSpan? OlderThan,
    TimeSpan? NewerThan)
{
    /// <summary>Whether every message is selected.</summary>
    public bool IsEverything =>
        this is { Cause: null, Type: null, Wallet: null, Fault: null, OlderThan: null, NewerThan: null };

    public bool Takes(ParkedMessage message, DateTimeOffset now)
    {
        var age = message.AgeAt(now);
        return (Cause is null || string.Equals(Causes.Find(message), Cause, StringComparison.OrdinalIgnoreCase))
            && (Type is null || string.Equals(message.Type, Type, StringComparison.OrdinalIgnoreCase))
            && (Wallet is not { } wallet || message.Fields.Wallets.Contains(wallet))
            && (Fault is null || Causes.Describe(message).Contains(Fault, StringComparison.OrdinalIgnoreCase))
            && (OlderThan is null || age >= OlderThan)
            && (NewerThan is null || age <= NewerThan);
    }
}
