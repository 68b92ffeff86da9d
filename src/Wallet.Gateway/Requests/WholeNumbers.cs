using System.Globalization;

namespace Wallet.Gateway.Requests;

/// <summary>
/// Whole numbers as text, as strictly as on the bus: digits, perhaps after a minus, and nothing else.
/// </summary>
internal static class WholeNumbers
{
    /// <remarks>Looked at first, because .NET takes a plus, and zero bytes at the end, too.</remarks>
    public static bool TryParse(string text, out long number)
    {
        number = 0;
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return !digits.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
