using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Wallet.Cli.Output;

/// <summary>Prints a command's results: for people, or as JSON for programs.</summary>
/// <param name="isJson">Whether to print JSON: one document, or one for each line if there are many.</param>
internal sealed class Printer(bool isJson)
{
    /// <summary>Names are camelCase; the contracts' own enumerations look as on the bus.</summary>
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OnOneLine = new(Indented) { WriteIndented = false };

    /// <summary>A width beyond any line's.</summary>
    private const int WidthOfOthers = 1_000_000;

    public bool IsJson { get; } = isJson;

    /// <summary>Whether output goes to a terminal, so that progress may be animated.</summary>
    public static bool IsTerminal =>
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Standard output. Coloured only on a terminal, and not if NO_COLOR is set.</summary>
    public IAnsiConsole Screen { get; } = NewConsole();

    /// <summary>A worker's response as JSON: the name of its type, then its fields.</summary>
    public static string ResponseJson(object answer)
    {
        var json = JsonSerializer.SerializeToNode(answer, answer.GetType(), Indented)!.AsObject();
        json.Insert(0, "answer", JsonValue.Create(answer.GetType().Name));
        return json.ToJsonString(Indented);
    }

    /// <summary>One of the tool's own results as JSON.</summary>
    public static string Json(object result, bool isOnOneLine = false) =>
        JsonSerializer.Serialize(result, result.GetType(), isOnOneLine ? OnOneLine : Indented);

    /// <summary>Prints a worker's response.</summary>
    public void Response(object answer) =>
        Console.Out.WriteLine(IsJson ? ResponseJson(answer) : ResponseText.Describe(answer));

    /// <summary>Prints a result: as JSON, or with the given action.</summary>
    public void Result(object result, Action<IAnsiConsole> say)
    {
        if (IsJson)
            Console.Out.WriteLine(Json(result));
        else
            say(Screen);
    }

    /// <summary>
    /// Prints an error: for people on standard error; for programs where they expect the result or, if that cannot be
    /// written, on standard error.
    /// </summary>
    public int Fail(CliException error)
    {
        try
        {
            if (IsJson)
            {
                Console.Out.WriteLine(Json(new
                {
                    Answer = "Error", error.ExitCode, Problem = error.Message, error.Remedy, error.OperationId,
                }));
                return error.ExitCode;
            }
        }
        catch (OutputException)
        {
            // the other stream may still work
        }

        Console.Error.WriteLine(PlainText.Safe(error.Message));
        if (error.Remedy is not null)
            Console.Error.WriteLine($"→ {PlainText.Safe(error.Remedy)}");
        return error.ExitCode;
    }

    /// <summary>
    /// Prints on standard error that standard output cannot be written. Silent if the reader has simply seen enough.
    /// </summary>
    public static int ReportUnwritten(OutputException error)
    {
        if (!error.IsReaderGone)
            Console.Error.WriteLine($"The output could not be written: {error.Message}.");
        return ExitCodes.DoneUnreported;
    }

    /// <summary>Prints on standard error what became of an operation whose result could not be written.</summary>
    public static int ReportUnwritten(OutputException error, Guid operationId, int exitCode)
    {
        var became = exitCode == ExitCodes.Done ? "was carried out" : "was refused";
        Console.Error.WriteLine(
            $"Operation {operationId} {became}; only its answer could not be written: {error.Message}. "
            + $"The same command with --operation-id {operationId} says it again, and does nothing twice.");
        return exitCode == ExitCodes.Done ? ExitCodes.DoneUnreported : exitCode;
    }

    private static IAnsiConsole NewConsole()
    {
        var isColoured = IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Out),
            Ansi = IsTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });

        // Output for another program is never wrapped.
        if (!IsTerminal)
            console.Profile.Width = WidthOfOthers;
        return console;
    }
}
