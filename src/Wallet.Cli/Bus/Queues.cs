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

    /// <summary>What the worker takes, a queue each.</summary>
    public static IReadOnlyList<string> Inputs { get; } = [.. Messages.Keys];

    /// <summary>
    /// Where messages are parked that could not be carried out, that are of another type, and that were delivered too
    /// often because workers died of them.
    /// </summary>
    public static IReadOnlyList<string> Parked { get; } =
    [.. Inputs.SelectMany(queue => new[] { queue + ErrorSuffix, queue + SkippedSuffix, queue + DeadSuffix })];

    /// <summary>
    /// After how many seconds workers take a failed message again, unless their settings say otherwise.
    /// </summary>
    public static IReadOnlyList<int> DefaultDelays { get; } = [1, 5, 30, 120, 600];

    /// <summary>Where messages of every input queue wait that long for their next attempt.</summary>
    public static string DelayOf(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"wallet-delay-{seconds}s");

    /// <summary>The queue that a parked message came from.</summary>
    public static string OriginOf(string parked) => parked[..parked.LastIndexOf('_')];

    /// <summary>What an input queue takes, by name.</summary>
    public static string MessageOf(string input) => Messages.GetValueOrDefault(input, input);

    /// <summary><c>SetBalance</c> is taken from <c>wallet-set-balance</c>.</summary>
    private static string NameOf(Type message) =>
        "wallet"
        + string.Concat(
            message.Name.Select(letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}")
        );
}
