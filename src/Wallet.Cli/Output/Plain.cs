using System.Globalization;
using System.Text;

namespace Wallet.Cli.Output;

/// <summary>Small pieces of plain text.</summary>
internal static class Plain
{
    /// <summary>What others have sent, harmless on a terminal: control characters are shown instead of obeyed.</summary>
    public static string Safe(string text)
    {
        if (!text.Any(letter => char.IsControl(letter) && letter != '\n'))
            return text;

        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
            safe.Append(char.IsControl(letter) && letter != '\n' ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : $"{letter}");
        return safe.ToString();
    }

    /// <summary>The text on one line, cut where it is longer than it may be.</summary>
    public static string Cut(string text, int lengthMax)
    {
        var line = Safe(text.ReplaceLineEndings(" "));
        return line.Length <= lengthMax ? line : line[..(lengthMax - 1)] + "…";
    }

    /// <summary>How long ago, in the largest unit: <c>42 s</c>, <c>17 min</c>, <c>5 h</c>, <c>3 d</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0 s",
        { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds} s",
        { TotalHours: < 2 } => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} d",
    };

    /// <summary>A time as people read it, in UTC.</summary>
    public static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "unknown";
}
