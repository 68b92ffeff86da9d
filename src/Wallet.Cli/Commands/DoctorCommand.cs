using System.CommandLine;
using Spectre.Console;
using Wallet.Cli.Doctor;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary><c>doctor</c>: checks everything, and names a command that fixes each fault.</summary>
internal static class DoctorCommand
{
    public static Command Doctor()
    {
        var doctor = new Command(
            "doctor",
            "Looks at the broker, the queues, the workers and their tables, and says what fixes each fault. Exits "
                + "with 4 when it finds one."
        );
        doctor.Run(
            async (session, cancelled) =>
            {
                var findings = new List<Finding>();
                await foreach (var finding in new DoctorChecks(session.Broker, session.Timeout).RunAsync(cancelled))
                {
                    findings.Add(finding);
                    if (!session.Output.IsJson)
                        Print(session.Output.Screen, finding);
                }

                var faults = findings.Count(finding => !finding.IsOk);
                session.Output.Result(
                    new { IsWell = faults == 0, Checks = findings },
                    screen =>
                        screen.MarkupLine(
                            faults switch
                            {
                                0 => "[green]All is well.[/]",
                                1 => "[red]1 thing is wrong.[/]",
                                _ => $"[red]{faults} things are wrong.[/]",
                            }
                        )
                );
                return faults == 0 ? ExitCodes.Done : ExitCodes.SomethingIsWrong;
            }
        );
        return doctor;
    }

    private static void Print(IAnsiConsole screen, Finding finding)
    {
        var label = finding switch
        {
            { IsOk: false } => "[red]wrong[/]",
            { IsNote: true } => "[yellow]note [/]",
            _ => "[green]ok   [/]",
        };
        screen.MarkupLine(
            $"{label} {PlainText.Safe(finding.Name).EscapeMarkup()}: {PlainText.Safe(finding.Found).EscapeMarkup()}"
        );
        if (finding.Remedy is not null)
            screen.MarkupLine($"      [yellow]→[/] {PlainText.Safe(finding.Remedy).EscapeMarkup()}");
    }
}
