using System.Globalization;
using System.Text.Json;

namespace Wallet.Contracts;

/// <summary>The names of the worker's queues and exchanges: like the messages, a part of the contract.</summary>
public static class QueueNames
{
    /// <summary>How the names of the worker's queues begin.</summary>
    public const string Prefix = "wallet-";

    /// <summary>Beside each input queue: messages that could not be carried out.</summary>
    public const string ErrorSuffix = "_error";

    /// <summary>Beside each input queue: messages of a type that the queue does not take.</summary>
    public const string SkippedSuffix = "_skipped";

    /// <summary>Beside each input queue: messages that were delivered too often, or expired.</summary>
    public const string DeadSuffix = "_dead";

    /// <summary>How the name of a delay queue begins.</summary>
    public const string DelayPrefix = Prefix + "delay-";

    /// <summary>The messages that the worker takes, each from an input queue of its own.</summary>
    public static IReadOnlyList<Type> Requests { get; } =
    [
        typeof(SetBalance),
        typeof(AdjustBalance),
        typeof(TransferBalance),
        typeof(GetBalance),
        typeof(GetHistory),
        typeof(GetOperation),
        typeof(GetDiagnosis),
    ];

    /// <summary>The input queues, in the order of <see cref="Requests"/>.</summary>
    public static IReadOnlyList<string> Inputs { get; } = [.. Requests.Select(Input)];

    /// <summary>The suffixes of the queues where messages are parked.</summary>
    public static IReadOnlyList<string> ParkedSuffixes { get; } = [ErrorSuffix, SkippedSuffix, DeadSuffix];

    /// <summary>The input queue of a request: <c>wallet-set-balance</c> of <c>SetBalance</c>.</summary>
    public static string Input(Type request) =>
        Prefix + JsonNamingPolicy.KebabCaseLower.ConvertName(request.Name);

    /// <summary>The exchange to which a message is published: <c>Wallet.Contracts:SetBalance</c>.</summary>
    public static string Exchange(Type message) => $"{message.Namespace}:{message.Name}";

    /// <summary>
    /// The queue, and the exchange before it, where messages wait that many seconds for their next attempt.
    /// </summary>
    public static string Delay(int seconds) => string.Create(CultureInfo.InvariantCulture, $"{DelayPrefix}{seconds}s");
}
