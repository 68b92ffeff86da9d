using System.Globalization;
using System.Text.RegularExpressions;

namespace SystemTests.Fuzz;

/// <summary>How a message of the fuzz is known again: by the ids in it, or by blanks at the end of its body.</summary>
internal static partial class FuzzMark
{
    private const int Bits = 20;
    private const byte One = (byte)'\t';
    private const byte Zero = (byte)' ';

    /// <summary>The id of whatever belongs to a message: its wallet, its operation, its request.</summary>
    public static string Id(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"fa220000-0000-4000-8000-{index:D12}");

    /// <summary>A second wallet of the same message.</summary>
    public static string OtherId(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"fa220001-0000-4000-8000-{index:D12}");

    /// <summary>Which message a text speaks of; null where it says none.</summary>
    public static int? In(string? text) =>
        text is not null && Pattern().Match(text) is { Success: true } match
            ? int.Parse(match.Groups["index"].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    /// <summary>A line of blanks, which changes the meaning of no body.</summary>
    public static byte[] Tail(int index) =>
        [(byte)'\n', .. Enumerable.Range(0, Bits).Select(bit => (index & (1 << bit)) == 0 ? Zero : One)];

    /// <summary>Which message a body is of; null where it has no such line.</summary>
    public static int? InTail(ReadOnlySpan<byte> body)
    {
        if (body.Length <= Bits || body[^(Bits + 1)] != (byte)'\n')
            return null;

        var index = 0;
        for (var bit = 0; bit < Bits; bit++)
        {
            var blank = body[body.Length - Bits + bit];
            if (blank is not (One or Zero))
                return null;
            index |= blank == One ? 1 << bit : 0;
        }

        return index;
    }

    [GeneratedRegex(
        "fa22000[01]-0000-4000-8000-(?<index>[0-9]{12})",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Pattern();
}
