namespace Wallet.Cli.Output;

/// <summary>
/// A verb cannot go on, for a reason that its user can do something about. Said in a line or two, never with a stack
/// trace.
/// </summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="remedy">What fixes it; null where the problem says it.</param>
/// <param name="operationId">The operation that was sent and may have been carried out; null where none was.</param>
internal sealed class CliException(int exitCode, string problem, string? remedy = null, Guid? operationId = null)
    : Exception(problem)
{
    public int ExitCode { get; } = exitCode;

    public string? Remedy { get; } = remedy;

    public Guid? OperationId { get; } = operationId;
}
