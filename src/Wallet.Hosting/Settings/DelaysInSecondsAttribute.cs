using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Wallet.Hosting.Settings;

/// <summary>Up to 10 delays of 1 second to 1 day, separated by commas, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DelaysInSecondsAttribute : ValidationAttribute
{
    private const int CountMax = 10;
    private const int SecondsMax = 86_400;

    public override bool IsValid(object? value) => value is string text && Parse(text) is not null;

    /// <summary>Parses the delays; null if the text is not such a list.</summary>
    public static IReadOnlyList<int>? Parse(string text)
    {
        if (text.Length == 0)
            return [];
        var delays = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (
                delays.Count == CountMax
                || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                || seconds is < 1 or > SecondsMax
            )
                return null;
            delays.Add(seconds);
        }

        return delays;
    }
}
