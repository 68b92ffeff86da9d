using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary>Explains wrong arguments in the words that users type.</summary>
internal static class UsageErrors
{
    /// <summary>Describes a valid id.</summary>
    public const string Uuid = "a UUID such as 0f8fad5b-d9cb-469f-a165-70867728950e";

    private const string Unrecognized = "Unrecognized command or argument '";
    private const string NoCommand = "Required command was not provided";

    /// <summary>Describes what is wrong, on one line; null if nothing is.</summary>
    public static CliException? Find(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction)
            return null;

        // An unknown command also counts as a missing one, which is the less useful error.
        var errors = parsed.Errors.Where(error =>
            !error.Message.StartsWith(NoCommand, StringComparison.Ordinal)).ToList();
        var words = errors.Count == 0
            ? [$"{Verb(parsed.CommandResult)} needs {Verbs(parsed.CommandResult)}."]
            : errors.Select(error => Describe(error, parsed.CommandResult)).ToList();
        if (parsed.CommandResult.Command.Subcommands.Count > 0 && words.Count > 1)
            words = words[..1]; // what follows an unknown command cannot be judged
        return new CliException(ExitCodes.UsageError, string.Join(" ", words),
            $"{Verb(parsed.CommandResult)} --help shows what it takes.");
    }

    /// <summary>The parser names .NET types (System.Int64), and not the argument that is wrong.</summary>
    private static string Describe(ParseError error, CommandResult command)
    {
        var (name, type) = error.SymbolResult switch
        {
            ArgumentResult one => (one.Argument.Name, one.Argument.ValueType),
            OptionResult one => (one.Option.Name, one.Option.ValueType),
            _ => ("", typeof(object)),
        };
        if (error.Message.StartsWith(Unrecognized, StringComparison.Ordinal))
            return Unknown(error.Message[Unrecognized.Length..].TrimEnd('.', '\''), command);
        if (name.Length > 0 && error.SymbolResult!.Tokens.Count == 0)
            return error.SymbolResult is OptionResult ? $"{name} needs a value." : $"{name} is missing.";
        if (!error.Message.StartsWith("Cannot parse", StringComparison.Ordinal)
            || error.SymbolResult?.Tokens is not [var token, ..] || Expected(type) is not { } expected)
            return error.Message;
        var takes = expected != Uuid && error.SymbolResult is OptionResult { Option: var option }
            ? CommandOptions.TakenBy(option) : null; // with its limits
        return $"{name} is {PlainText.Cut(token.Value, 80)}, but {takes ?? $"takes {expected}"}.";
    }

    private static string Unknown(string text, CommandResult command) => text switch
    {
        ['-', ..] => $"{Verb(command)} has no option '{PlainText.Cut(text, 80)}'.",
        _ when command.Command.Subcommands.Count > 0 =>
            $"{Verb(command)} has no verb '{PlainText.Cut(text, 80)}'. It has {Verbs(command)}.",
        _ => $"'{PlainText.Cut(text, 80)}' is more than {Verb(command)} takes.",
    };

    private static string Verbs(CommandResult command)
    {
        var names = command.Command.Subcommands.Select(verb => verb.Name).ToList();
        return names is [.., _, _] ? $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}" : string.Concat(names);
    }

    private static string? Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(Guid) => Uuid,
        var plain when plain == typeof(long) => $"a whole number from {long.MinValue} to {long.MaxValue}",
        var plain when plain == typeof(int) => $"a whole number from {int.MinValue} to {int.MaxValue}",
        var plain when plain == typeof(double) => "a number",
        _ => null,
    };

    private static string Verb(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Verb(parent)} {result.Command.Name}" : "wallet";
}
