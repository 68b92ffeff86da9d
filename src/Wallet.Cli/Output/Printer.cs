using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Wallet.Cli.Output;

/// <summary>Where a verb says what it has to say: for people, or as JSON for programs.</summary>
/// <param name="isJson">Whether results are JSON: one document, or one on each line where there are many.</param>
internal sealed class Printer(bool isJson)
{
    /// <summary>Names are camelCase; the contracts' own enumerations travel as they do on the bus.</summary>
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions OnOneLine = new(Indented) { WriteIndented = false };

    /// <summary>Longer than any line.</summary>
    private const int WidthOfOthers = 1_000_000;

    public bool IsJson { get; } = isJson;

    /// <summary>Whether a person looks on, so that something may move on the screen.</summary>
    public static bool IsTerminal =>
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Standard output. Coloured on a terminal only, and not where NO_COLOR is set.</summary>
    public IAnsiConsole Screen { get; } = NewConsole();

    /// <summary>An answer of the worker as JSON: its fields, after the name of its type.</summary>
    public static string AnswerJson(object answer)
    {
        var json = JsonSerializer.SerializeToNode(answer, answer.GetType(), Indented)!.AsObject();
        json.Insert(0, "answer", JsonValue.Create(answer.GetType().Name));
        return json.ToJsonString(Indented);
    }

    /// <summary>A result of the tool's own as JSON.</summary>
    public static string Json(object result, bool isOnOneLine = false) =>
        JsonSerializer.Serialize(result, result.GetType(), isOnOneLine ? OnOneLine : Indented);

    /// <summary>Says an answer of the worker.</summary>
    public void Answer(object answer) =>
        Console.Out.WriteLine(IsJson ? AnswerJson(answer) : ResponseText.Describe(answer));

    /// <summary>Says a result: as JSON, or by the given action.</summary>
    public void Result(object result, Action<IAnsiConsole> say)
    {
        if (IsJson)
            Console.Out.WriteLine(Json(result));
        else
            say(Screen);
    }

    /// <summary>
    /// Says why it cannot go on. People read it on standard error; programs find it where they look for the result, and
    /// where that takes nothing, on standard error too.
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
            // There is still the other.
        }

        Console.Error.WriteLine(PlainText.Safe(error.Message));
        if (error.Remedy is not null)
            Console.Error.WriteLine($"→ {PlainText.Safe(error.Remedy)}");
        return error.ExitCode;
    }

    /// <summary>
    /// Says on standard error that standard output takes nothing more. A reader that has seen enough needs no words.
    /// </summary>
    public static int Unsaid(OutputException error)
    {
        if (!error.IsReaderGone)
            Console.Error.WriteLine($"The output could not be written: {error.Message}.");
        return ExitCodes.DoneUnsaid;
    }

    /// <summary>Says of an operation what became of it, where standard output does not take its answer.</summary>
    public static int Unsaid(OutputException error, Guid operationId, int exitCode)
    {
        var became = exitCode == ExitCodes.Done ? "was carried out" : "was refused";
        Console.Error.WriteLine(
            $"Operation {operationId} {became}; only its answer could not be written: {error.Message}. "
            + $"The same command with --operation-id {operationId} says it again, and does nothing twice.");
        return exitCode == ExitCodes.Done ? ExitCodes.DoneUnsaid : exitCode;
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

        // What is read by another program is never folded.
        if (!IsTerminal)
            console.Profile.Width = WidthOfOthers;
        return console;
    }
}
