using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Wallet.Cli.Output;

namespace Wallet.Cli.Bus;

/// <summary>Recognises that the broker refused a permission, which otherwise looks like a lost connection.</summary>
internal static class MissingRight
{
    private const string Code = "ACCESS_REFUSED - ";

    /// <summary>
    /// Describes the missing permission, on what and whose, in the broker's own words; null for other errors.
    /// </summary>
    public static CliException? Explain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (
                error is OperationInterruptedException { ShutdownReason: { ReplyCode: Constants.AccessRefused } reason }
            )
            {
                return new CliException(
                    ExitCodes.NoAnswer,
                    $"The broker refuses a right: {reason.ReplyText.Replace(Code, "", StringComparison.Ordinal)}.",
                    "rabbitmqctl set_permissions gives it: docs/permissions.md has the command for each user.");
            }
        }

        return null;
    }
}
