namespace Wallet.Contracts;

/// <summary>
/// Asks the worker what is remembered of an operation. Answered with <see cref="OperationResult"/>. Changes nothing.
/// </summary>
public sealed record GetOperation
{
    /// <summary>The operation. Not the all-zero UUID.</summary>
    public required Guid OperationId { get; init; }
}
