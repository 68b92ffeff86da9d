namespace Wallet.Gateway.Requests;

/// <summary>Makes a client's text safe to quote in an error message.</summary>
internal static class Quoted
{
    private const int LengthMax = 60;

    public static string Text(string text)
    {
        if (text.Length == 0)
            return "empty";

        var printable = string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
        return printable.Length <= LengthMax ? printable : printable[..(LengthMax - 1)] + "…";
    }
}
