using System.Globalization;

namespace Wallet.Worker.Messaging.Serialization;

/// <summary>Integers that are written as text: digits, and a minus before them where they are below zero.</summary>
internal static class IntegerText
{
    /// <summary>Reads a 64-bit integer.</summary>
    public static bool TryParse(string text, out long value)
    {
        value = 0;
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.Length > 0
            && !digits.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}
