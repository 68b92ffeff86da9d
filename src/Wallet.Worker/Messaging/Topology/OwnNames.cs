using System.Collections.Frozen;
using System.Globalization;
using Wallet.Contracts;
using Wallet.Worker.Messaging.Serialization;

namespace Wallet.Worker.Messaging.Topology;

/// <summary>
/// The names of the worker's own queues and exchanges. It may write to all of them, and no sender may have it write
/// there.
/// </summary>
/// <remarks>
/// In a delay queue an answer could be brought back to nowhere. The broker keeps 32 of such, and brings nothing else
/// back then. In an input queue it would be another message, and among the events one that never happened.
/// </remarks>
internal static class OwnNames
{
    private static readonly string[] Exchanges = [$"{typeof(SetBalance).Namespace}:", "MassTransit:"];

    private static readonly string[] Suffixes =
        ["", QueueArguments.ErrorSuffix, QueueArguments.SkippedSuffix, QueueArguments.DeadSuffix];

    private static readonly FrozenSet<string> Queues = RequestType.All
        .SelectMany(request => Suffixes.Select(suffix => request.Queue + suffix)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a queue or an exchange is one of them.</summary>
    public static bool Has(string name) =>
        Queues.Contains(name)
        || IsDelay(name)
        || Array.Exists(Exchanges, beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Also one that another worker, or one of before, has with other settings.</summary>
    private static bool IsDelay(string name) =>
        name.StartsWith(QueueArguments.DelayPrefix, StringComparison.Ordinal)
        && name.EndsWith('s')
        && int.TryParse(
            name.AsSpan()[QueueArguments.DelayPrefix.Length..^1],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out _);
}
