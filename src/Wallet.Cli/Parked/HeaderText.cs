using System.Collections;
using System.Text;
using RabbitMQ.Client;

namespace Wallet.Cli.Parked;

/// <summary>Formats headers of every type as text.</summary>
internal static class HeaderText
{
    private const int DepthMax = 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true);

    public static string Format(object? value) => Format(value, DepthMax);

    /// <summary>
    /// The time of an AMQP timestamp, which counts seconds; null if it is invalid, as when the sender wrote
    /// milliseconds.
    /// </summary>
    public static DateTimeOffset? Time(AmqpTimestamp timestamp)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeSeconds(timestamp.UnixTime);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The bytes as text, or in base64 if they are not text.</summary>
    public static string Format(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return $"base64:{Convert.ToBase64String(bytes)}";
        }
    }

    private static string Format(object? value, int depth) => value switch
    {
        _ when depth == 0 => "…",
        null => "",
        byte[] bytes => Format(bytes.AsSpan()),
        BinaryTableValue binary => $"base64:{Convert.ToBase64String(binary.Bytes)}",
        IDictionary<string, object?> table =>
            $"{{{string.Join(", ", table.Select(one => $"{one.Key}: {Format(one.Value, depth - 1)}"))}}}",
        IList list => $"[{string.Join(", ", list.Cast<object?>().Select(one => Format(one, depth - 1)))}]",
        AmqpTimestamp at => Time(at)?.ToString("O") ?? $"{at.UnixTime} (not a time in seconds)",
        _ => FormattableString.Invariant($"{value}"),
    };
}
