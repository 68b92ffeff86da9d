using System.CommandLine;
using System.CommandLine.Invocation;
using Wallet.Cli;
using Wallet.Cli.Commands;
using Wallet.Cli.Output;

var root = new RootCommand($"Talks to running wallet workers over RabbitMQ. Amounts are whole numbers of the smallest unit.\n\n{ExitCodes.Help}")
{
    QueryCommands.Get(),
    OperationCommands.Set(),
    OperationCommands.Adjust(),
    OperationCommands.Transfer(),
    QueryCommands.History(),
    WatchCommand.Watch(),
    DoctorCommand.Doctor(),
    ErrorsCommand.Errors(),
    LoadCommand.Load(),
    Demo.Command(),
    Common.Json,
    Common.BrokerOption,
    Common.Timeout,
};

var parsed = root.Parse(args);
var isJson = args.Contains(Common.Json.Name, StringComparer.Ordinal);
if (NotUnderstood.Of(parsed, isJson) is { } fault)
    return new Printer(isJson).Fail(fault);
if (parsed.Action is ParseErrorAction error)
    error.ShowHelp = args.Length == 0; // What is wrong shall not scroll away; --help is there for who wants it.

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) });
