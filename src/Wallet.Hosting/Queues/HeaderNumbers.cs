using System.Globalization;
using System.Text;

namespace Wallet.Hosting.Queues;

/// <summary>Reads counts from headers.</summary>
internal static class HeaderNumbers
{
    /// <summary>Larger than any real count, and small enough to add to without overflow.</summary>
    private const int Max = 1_000_000_000;

    /// <summary>
    /// A count, 0 or more, in whatever type it is written; 0 if it is missing or invalid. Senders may write anything
    /// there.
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
