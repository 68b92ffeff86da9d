namespace Wallet.Cli.Output;

/// <summary>
/// A command cannot continue, for a reason that its user can act on. Printed in a line or two, never with a stack
/// trace.
/// </summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="remedy">How to fix it; null if the problem says it.</param>
/// <param name="operationId">The operation that was sent and may have taken effect; null if none was.</param>
internal sealed class CliException(int exitCode, string problem, string? remedy = null, Guid? operationId = null)
    : Exception(problem)
{
    public int ExitCode { get; } = exitCode;

    public string? Remedy { get; } = remedy;

    public Guid? OperationId { get; } = operationId;
}
