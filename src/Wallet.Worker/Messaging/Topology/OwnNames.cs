using System.Collections.Frozen;
using System.Globalization;
using Wallet.Contracts;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>
/// Recognises the names of the worker's own queues and exchanges. The worker may write to all of them, so no sender may
/// name one as the destination of its response.
/// </summary>
/// <remarks>
/// In a delay queue, a response could be returned to nowhere; the broker keeps 32 such messages and then delivers
/// nothing else. In an input queue it would be another message, and in an event's exchange an event that never
/// happened.
/// </remarks>
internal static class OwnNames
{
    private static readonly string[] Exchanges = [$"{typeof(SetBalance).Namespace}:", "MassTransit:"];

    private static readonly string[] Suffixes =
        ["", .. QueueNames.ParkedSuffixes];

    private static readonly FrozenSet<string> Queues = QueueNames.Inputs
        .SelectMany(queue => Suffixes.Select(suffix => queue + suffix)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a queue or an exchange is the worker's own.</summary>
    public static bool Has(string name) =>
        Queues.Contains(name)
        || IsDelay(name)
        || Array.Exists(Exchanges, beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>
    /// Also recognises delay queues that other workers, or earlier versions, use with other settings.
    /// </summary>
    private static bool IsDelay(string name) =>
        name.StartsWith(QueueNames.DelayPrefix, StringComparison.Ordinal)
        && name.EndsWith('s')
        && int.TryParse(
            name.AsSpan()[QueueNames.DelayPrefix.Length..^1],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out _);
}
