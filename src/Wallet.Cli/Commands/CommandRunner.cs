using System.CommandLine;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary>How every command runs and ends.</summary>
internal static class CommandRunner
{
    /// <summary>Runs a command. Every failure is printed in a line or two, and the exit code gives its kind.</summary>
    public static void Run(this Command command, Func<Session, CancellationToken, Task<int>> work) =>
        command.SetAction(
            async (parsed, cancelled) =>
            {
                var output = new Printer(parsed.GetValue(CommandOptions.Json));
                try
                {
                    var address =
                        parsed.GetValue(CommandOptions.BrokerOption)
                        ?? BrokerAddress.FromEnvironment(Environment.GetEnvironmentVariable);
                    address = address.Secured(Environment.GetEnvironmentVariable);
                    return await work(
                        new Session(
                            parsed,
                            output,
                            address,
                            TimeSpan.FromSeconds(parsed.GetValue(CommandOptions.Timeout))
                        ),
                        cancelled
                    );
                }
                catch (OutputException error)
                {
                    return Printer.ReportUnwritten(error);
                }
                catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
                {
                    return ExitCodes.Interrupted;
                }
                catch (Exception error)
                {
                    return output.Fail(BrokerFault.Explain(error));
                }
            }
        );
}
