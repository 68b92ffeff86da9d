using System.Globalization;
using Wallet.Contracts;

namespace Wallet.Cli.Bus;

/// <summary>The names of the worker's queues.</summary>
internal static class Queues
{
    public const string ErrorSuffix = "_error";
    public const string SkippedSuffix = "_skipped";
    public const string DeadSuffix = "_dead";

    public const string Diagnosis = "wallet-get-diagnosis";

    private static readonly Dictionary<string, string> Messages = new[]
    {
        typeof(SetBalance),
        typeof(AdjustBalance),
        typeof(TransferBalance),
        typeof(GetBalance),
        typeof(GetHistory),
        typeof(GetOperation),
        typeof(GetDiagnosis),
    }.ToDictionary(NameOf, type => type.Name, StringComparer.Ordinal);

    /// <summary>The input queues, one for each message that the worker takes.</summary>
    public static IReadOnlyList<string> Inputs { get; } = [.. Messages.Keys];

    /// <summary>
    /// The queues of messages that failed, that are of another type, and that were delivered too often because workers
    /// died of them.
    /// </summary>
    public static IReadOnlyList<string> Parked { get; } =
    [.. Inputs.SelectMany(queue => new[] { queue + ErrorSuffix, queue + SkippedSuffix, queue + DeadSuffix })];

    /// <summary>
    /// The delays in seconds after which workers retry a failed message, unless their settings differ.
    /// </summary>
    public static IReadOnlyList<int> DefaultDelays { get; } = [1, 5, 30, 120, 600];

    /// <summary>The name of a delay's queue, where messages of every input queue wait for their next attempt.</summary>
    public static string DelayOf(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"wallet-delay-{seconds}s");

    /// <summary>The input queue that a parked message came from.</summary>
    public static string OriginOf(string parked) => parked[..parked.LastIndexOf('_')];

    /// <summary>The name of the message that an input queue takes.</summary>
    public static string MessageOf(string input) => Messages.GetValueOrDefault(input, input);

    /// <summary>The name of a message's queue: <c>SetBalance</c> is taken from <c>wallet-set-balance</c>.</summary>
    private static string NameOf(Type message) =>
        "wallet"
        + string.Concat(
            message.Name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}")
        );
}
