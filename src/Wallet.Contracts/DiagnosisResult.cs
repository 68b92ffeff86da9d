namespace Wallet.Contracts;

/// <summary>
/// What a worker has found out about itself. Responds to <see cref="GetDiagnosis"/>; published where there is no
/// response address.
/// </summary>
public sealed record DiagnosisResult
{
    /// <summary>The worker that answers: its host's name and its process id, <c>host:4711</c>.</summary>
    public required string Worker { get; init; }

    /// <summary>The worker's version, such as <c>0.1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What was looked at, in the order in which faults should be mended.</summary>
    public required IReadOnlyList<DiagnosisCheck> Checks { get; init; }

    /// <summary>
    /// After how many seconds, each time, the worker takes a message again whose failure may pass; the queue
    /// <c>wallet-delay-5s</c> holds those that wait 5. Null from workers of before.
    /// </summary>
    public IReadOnlyList<int>? RedeliveryDelaysSeconds { get; init; }
}
