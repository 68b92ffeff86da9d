namespace Wallet.Worker.Messaging.Serialization;

/// <summary>
/// What is said of a message that cannot be read: to its sender, and without its own words to everybody.
/// </summary>
internal static class Told
{
    /// <summary>More of it helps nobody, and would have to fit into the parked message's headers.</summary>
    private const int LengthMax = 2_000;

    /// <summary>The beginning of what others may have made as long as they liked.</summary>
    public static string Cut(string words) => words.Length <= LengthMax ? words : words[..(LengthMax - 1)] + "…";
}
