using System.Globalization;
using System.Text;

namespace Wallet.Hosting.Queues;

/// <summary>Counts that are written into headers. The command line shares this file.</summary>
internal static class HeaderNumbers
{
    /// <summary>More than anybody has counted to, and few enough to add to.</summary>
    private const int Max = 1_000_000_000;

    /// <summary>
    /// A count, 0 or more, however it is written; 0 where there is none. A sender may have written anything.
    /// </summary>
    public static int Read(IDictionary<string, object?>? headers, string name)
    {
        if (headers is null || !headers.TryGetValue(name, out var value))
            return 0;
        var text = value is byte[] bytes
            ? Encoding.UTF8.GetString(bytes)
            : Convert.ToString(value, CultureInfo.InvariantCulture);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Math.Min(count, Max)
            : 0;
    }
}
