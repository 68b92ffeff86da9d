using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>Parses wallet ids in addresses and bodies.</summary>
internal static class WalletIds
{
    public const string Expected = "a UUID such as 0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21, not the all-zero one";

    private const int Length = 36;

    /// <remarks>Checks the text first, because .NET also accepts surrounding white space, plus signs and 0x.</remarks>
    public static bool TryParse(string text, out Guid id)
    {
        id = Guid.Empty;
        return text.Length == Length && text.All(letter => letter == '-' || char.IsAsciiHexDigit(letter))
            && Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;
    }

    /// <exception cref="ProblemException">The text is not a wallet id.</exception>
    public static Guid Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new ProblemException(
                Problems.InvalidRequest($"The wallet's id is {Quoted.Text(text)}. Send {Expected}.")
            );
}
