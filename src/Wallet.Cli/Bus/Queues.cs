using Wallet.Contracts;

namespace Wallet.Cli.Bus;

/// <summary>The worker's queues, as the commands look at them.</summary>
internal static class Queues
{
    private static readonly Dictionary<string, string> Messages =
        QueueNames.Requests.ToDictionary(QueueNames.Input, type => type.Name, StringComparer.Ordinal);

    /// <summary>The queue that a worker answers from as long as anything works.</summary>
    public static string Diagnosis { get; } = QueueNames.Input(typeof(GetDiagnosis));

    /// <summary>Where messages are parked.</summary>
    public static IReadOnlyList<string> Parked { get; } =
        [.. QueueNames.Inputs.SelectMany(queue => QueueNames.ParkedSuffixes.Select(suffix => queue + suffix))];

    /// <summary>
    /// The delays in seconds after which workers retry a failed message, unless their settings differ.
    /// </summary>
    public static IReadOnlyList<int> DefaultDelays { get; } = [1, 5, 30, 120, 600];

    /// <summary>The queue that a parked message came from.</summary>
    public static string OriginOf(string parked) => parked[..parked.LastIndexOf('_')];

    /// <summary>The name of the message that an input queue takes.</summary>
    public static string MessageOf(string input) => Messages.GetValueOrDefault(input, input);
}
