using MassTransit;
using Wallet.Cli.Output;

namespace Wallet.Cli.Bus;

/// <summary>Explains why no response came. Always names the operation, because it may have taken effect.</summary>
internal static class NoResponse
{
    private const string Doctor = "wallet doctor says whether the broker and a worker are there.";

    /// <param name="error">The exception.</param>
    /// <param name="timeout">How long the command waited.</param>
    /// <param name="operationId">The operation that was sent; null for a query.</param>
    /// <param name="isInterrupted">Whether the user interrupted the wait.</param>
    public static CliException Because(Exception error, TimeSpan timeout, Guid? operationId, bool isInterrupted)
    {
        var (exitCode, problem, remedy) = isInterrupted
            ? (ExitCodes.Interrupted, "Interrupted before the answer came.", null)
            : Explain(error, timeout);
        return operationId is { } id && exitCode != ExitCodes.RefusedOrNotFound
            ? new CliException(
                exitCode,
                $"{problem} Operation {id} may have been carried out all the same. To ask again without doing it "
                    + $"twice, add --operation-id {id}.",
                remedy,
                id)
            : new CliException(exitCode, problem, remedy, operationId);
    }

    private static (int ExitCode, string Problem, string? Remedy) Explain(Exception error, TimeSpan timeout)
    {
        if (error is RequestTimeoutException or TimeoutException)
        {
            return (
                ExitCodes.NoAnswer,
                $"No answer came within {timeout.TotalSeconds:0.#} s.",
                "wallet doctor says whether a worker runs; ./dev up starts one, docker compose logs worker shows why "
                    + "one does not start.");
        }

        if (MissingRight.Explain(error) is { } missing)
            return (missing.ExitCode, missing.Message, missing.Remedy);
        if (error is not RequestFaultException { Fault: { } told })
            return (ExitCodes.NoAnswer,
                $"The connection to the broker was lost before the answer came: {error.GetBaseException().Message}",
                Doctor);

        var fault = told.Exceptions.FirstOrDefault();
        return fault?.ExceptionType.EndsWith(".BadMessageException", StringComparison.Ordinal) == true
            ? (ExitCodes.RefusedOrNotFound, fault.Message, null)
            : (
                ExitCodes.NoAnswer,
                $"The worker could not carry it out: {fault?.Message ?? error.GetBaseException().Message}",
                "The message is parked: wallet errors list shows it, and wallet errors replay sends it again once "
                    + "the cause is fixed.");
    }
}
