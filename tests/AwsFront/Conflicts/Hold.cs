namespace Front;

/// <summary>For how long a write holds its items, at the end of its delay.</summary>
/// <param name="AtMost">This long; null for all of the delay.</param>
public sealed record Hold(TimeSpan? AtMost)
{
    /// <summary>A transaction holds its items from the moment it arrives.</summary>
    public static Hold Whole { get; } = new((TimeSpan?)null);

    /// <summary>A transaction holds its items for the last part of its delay.</summary>
    public static Hold Last(TimeSpan time) => new(time);

    /// <summary>How long it waits before it takes its items, and how long it has them.</summary>
    internal (TimeSpan Before, TimeSpan Held) Split(TimeSpan delay) =>
        AtMost is { } most ? (delay > most ? delay - most : TimeSpan.Zero, most) : (TimeSpan.Zero, delay);
}
