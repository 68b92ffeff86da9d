namespace Wallet.Cli.Parked;

/// <summary>Which parked messages are meant. What is null does not matter.</summary>
/// <param name="Cause">Why it is parked, as <see cref="Causes"/> calls it.</param>
/// <param name="Type">What its queue takes, such as <c>SetBalance</c>.</param>
/// <param name="Wallet">A wallet that it names.</param>
/// <param name="Fault">A piece of what went wrong, in words.</param>
/// <param name="OlderThan">How long ago it was parked, at least. Where nobody knows, it is not meant.</param>
/// <param name="NewerThan">How long ago it was parked, at most. Where nobody knows, it is not meant.</param>
internal sealed record ParkedCriteria(string? Cause, string? Type, Guid? Wallet, string? Fault, TimeSpan? OlderThan,
    TimeSpan? NewerThan)
{
    /// <summary>Whether nothing is left out.</summary>
    public bool IsEverything =>
        this is { Cause: null, Type: null, Wallet: null, Fault: null, OlderThan: null, NewerThan: null };

    public bool Takes(ParkedMessage message, DateTimeOffset now)
    {
        var age = message.AgeAt(now);
        return (Cause is null || string.Equals(Causes.Find(message), Cause, StringComparison.OrdinalIgnoreCase))
            && (Type is null || string.Equals(message.Type, Type, StringComparison.OrdinalIgnoreCase))
            && (Wallet is not { } wallet || message.Fields.Wallets.Contains(wallet))
            && (Fault is null || Causes.Words(message).Contains(Fault, StringComparison.OrdinalIgnoreCase))
            && (OlderThan is null || age >= OlderThan)
            && (NewerThan is null || age <= NewerThan);
    }
}
