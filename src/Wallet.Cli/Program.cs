using System.CommandLine;
using Wallet.Cli.Commands;
using Wallet.Cli.Output;

StandardStream.Install();
var root = new RootCommand(
    "Talks to running wallet workers over RabbitMQ. Amounts are whole numbers of the smallest "
        + $"unit.\n\n{ExitCodes.Help}"
)
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
    CommandOptions.Json,
    CommandOptions.BrokerOption,
    CommandOptions.Timeout,
};

var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
var isJson = args.Contains(CommandOptions.Json.Name, StringComparer.Ordinal);
if (args.Length > 0 && UsageErrors.Find(parsed) is { } fault)
    return new Printer(isJson).Fail(fault); // without arguments the user wants the help

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
    });
}
catch (OutputException unsaid)
{
    return Printer.ReportUnwritten(unsaid); // of --help or --version
}
