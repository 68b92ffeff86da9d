using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Output;

namespace Wallet.Cli.Bus;

/// <summary>Explains why a command failed.</summary>
internal static class BrokerFault
{
    /// <summary>Turns any exception into an error to print.</summary>
    public static CliException Explain(Exception error)
    {
        if (error is CliException said)
            return said;
        if (MissingRight.Explain(error) is { } missing)
            return missing;
        if (error is OperationCanceledException)
        {
            // The client's own time-out; an interruption by the user does not get here.
            return new CliException(
                ExitCodes.NoAnswer,
                "The broker has not answered in time.",
                "Look at its log and its alarms (rabbitmq-diagnostics alarms).");
        }

        return error is OperationInterruptedException or AlreadyClosedException or IOException or TimeoutException
            ? new CliException(
                ExitCodes.NoAnswer,
                $"The connection to the broker was lost: {error.GetBaseException().Message}",
                "wallet doctor says whether the broker is back.")
            : new CliException(
                ExitCodes.NoAnswer,
                $"Something unforeseen went wrong: {error.GetType().Name}: {error.GetBaseException().Message}",
                "wallet doctor says whether the broker and the worker are well.");
    }
}
