using Wallet.Contracts;
using Wallet.Worker.Messages;
using Wallet.Worker.Queues;

namespace Wallet.Worker.Answers;

/// <summary>
/// How the names of the worker's own queues and exchanges begin. It may write to all of them, and no sender may have it
/// write there.
/// </summary>
/// <remarks>
/// In a delay queue an answer could be brought back to nowhere. The broker keeps 32 of such, and brings nothing else
/// back then. In an input queue it would be another message, and among the events one that never happened.
/// </remarks>
internal static class OwnNames
{
    private static readonly string[] Beginnings =
    [
        $"{typeof(SetBalance).Namespace}:", "MassTransit:", QueueArguments.DelayPrefix,
        .. RequestType.All.Select(request => request.Queue),
    ];

    /// <summary>Whether a queue or an exchange is one of them.</summary>
    public static bool Has(string name) =>
        Array.Exists(Beginnings, beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
