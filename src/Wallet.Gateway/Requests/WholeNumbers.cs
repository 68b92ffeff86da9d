using System.Globalization;

namespace Wallet.Gateway.Requests;

/// <summary>Parses whole numbers as strictly as on the bus: digits, optionally after a minus sign.</summary>
internal static class WholeNumbers
{
    /// <remarks>Checks the text first, because .NET also accepts a plus sign, and trailing null characters.</remarks>
    public static bool TryParse(string text, out long number)
    {
        number = 0;
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return !digits.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }
}
