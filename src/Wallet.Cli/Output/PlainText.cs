using System.Globalization;
using System.Text;

namespace Wallet.Cli.Output;

/// <summary>Formats small pieces of plain text.</summary>
internal static class PlainText
{
    /// <summary>
    /// Makes a sender's text harmless on a terminal: control, direction and invisible characters are shown, not obeyed.
    /// </summary>
    public static string Safe(string text)
    {
        if (text.All(letter => !MayHarm(letter)))
            return text;

        var safe = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (char.IsSurrogatePair(text, index))
                safe.Append(letter).Append(text[++index]);
            else if (MayHarm(letter))
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                safe.Append(letter);
        }

        return safe.ToString();
    }

    /// <summary>The text on one line, truncated to a maximum length.</summary>
    public static string Cut(string text, int lengthMax)
    {
        var line = Safe(text.ReplaceLineEndings(" "));
        if (line.Length <= lengthMax)
            return line;
        var cut = lengthMax - 1;
        return line[..(char.IsHighSurrogate(line[cut - 1]) ? cut - 1 : cut)] + "…";
    }

    /// <summary>An age in its largest unit: <c>42 s</c>, <c>17 min</c>, <c>5 h</c>, <c>3 d</c>.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0 s",
        { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds} s",
        { TotalHours: < 2 } => $"{(int)age.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)age.TotalHours} h",
        _ => $"{(int)age.TotalDays} d",
    };

    /// <summary>A time in UTC, for people.</summary>
    public static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "unknown";

    private static bool MayHarm(char letter) => letter != '\n' && char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
