using System.Globalization;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>Parses integers that are written as text: digits, with a minus sign if negative.</summary>
internal static class IntegerText
{
    /// <summary>Parses a 64-bit integer.</summary>
    public static bool TryParse(string text, out long value)
    {
        value = 0;
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.Length > 0
            && !digits.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}
