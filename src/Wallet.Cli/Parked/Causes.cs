using System.Text.RegularExpressions;
using Wallet.Cli.Output;

namespace Wallet.Cli.Parked;

/// <summary>Names the causes why messages are parked, by which they are grouped and selected.</summary>
internal static partial class Causes
{
    public const string Expired = "expired";
    public const string DeliveredTooOften = "delivered-too-often";
    public const string Unreadable = "unreadable";
    public const string WrongType = "wrong-type";
    public const string BadMessage = "bad-message";
    public const string Unknown = "unknown";

    private const int FaultLengthMax = 200;

    /// <summary>The cause's name, or that of the exception, such as <c>TableOperationException</c>.</summary>
    public static string Find(ParkedMessage message)
    {
        if (message.IsSkipped)
            return WrongType;
        if (message.IsExpired)
            return Expired;
        if (message.Unreadable is not null || message.DeathReason == "rejected")
            return Unreadable;
        if (message.IsDead)
            return DeliveredTooOften;
        if (message.IsBad)
            return BadMessage;
        return message.FaultType is { Length: > 0 } type ? type[(type.LastIndexOf('.') + 1)..] : Unknown;
    }

    /// <summary>Describes what went wrong.</summary>
    public static string Describe(ParkedMessage message) => Find(message) switch
    {
        WrongType => message.Fault ?? "Its type is not what its queue takes.",
        Expired => "It expired before a worker took it.",
        Unreadable => $"No worker can read its properties{(message.Unreadable is { } why ? $": {why}" : ".")}",
        DeliveredTooOften => "It was delivered too often: workers ended, or lost the broker, while they worked on it.",
        _ => message.Fault ?? "No fault is noted on it.",
    };

    /// <summary>The description without what differs between messages: ids and numbers.</summary>
    public static string Kind(ParkedMessage message) =>
        Varying().Replace(PlainText.Cut(Describe(message), FaultLengthMax), "#");

    /// <summary>
    /// Leaves digits inside names such as UTF-8, but matches all of what begins with one, such as 30s.
    /// </summary>
    [GeneratedRegex(
        @"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?<!\w|[A-Za-z]-)[0-9]\w*",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Varying();
}
