namespace Wallet.Worker.Messaging.Serialization;

/// <summary>Limits descriptions of unreadable messages.</summary>
internal static class FaultText
{
    /// <summary>A longer text helps nobody, and would have to fit into the parked message's headers.</summary>
    private const int LengthMax = 2_000;

    /// <summary>Truncates a text whose length a sender controls.</summary>
    public static string Cut(string words) => words.Length <= LengthMax ? words : words[..(LengthMax - 1)] + "…";
}
