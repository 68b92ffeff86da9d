using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary>Says what is wrong with the arguments, in the words of those who type them.</summary>
internal static class NotUnderstood
{
    /// <summary>What is said instead of what the parser would say; null where its own words will do.</summary>
    public static CliException? Of(ParseResult parsed, bool isJson)
    {
        var words = parsed.Errors.Select(Words).ToList();
        var isUnreadable = parsed.Errors.Zip(words).Any(one => one.First.Message != one.Second);
        return parsed.Action is ParseErrorAction && (isJson || isUnreadable)
            ? new CliException(ExitCodes.NotUnderstood, string.Join(" ", words), $"{Verb(parsed.CommandResult)} --help shows what it takes.")
            : null;
    }

    /// <summary>The parser names types as its makers do (System.Int64), and not the argument that it is about.</summary>
    private static string Words(ParseError error)
    {
        var (name, type) = error.SymbolResult switch
        {
            ArgumentResult one => (one.Argument.Name, one.Argument.ValueType),
            OptionResult one => (one.Option.Name, one.Option.ValueType),
            _ => ("", typeof(object)),
        };
        return error.Message.StartsWith("Cannot parse", StringComparison.Ordinal) && error.SymbolResult?.Tokens is [var token, ..] && Expected(type) is { } expected
            ? $"{name} is {Plain.Cut(token.Value, 80)}, but takes {expected}."
            : error.Message;
    }

    private static string? Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(Guid) => "a UUID such as 0f8fad5b-d9cb-469f-a165-70867728950e",
        var plain when plain == typeof(long) => $"a whole number from {long.MinValue} to {long.MaxValue}",
        var plain when plain == typeof(int) => $"a whole number from {int.MinValue} to {int.MaxValue}",
        var plain when plain == typeof(double) => "a number",
        _ => null,
    };

    private static string Verb(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Verb(parent)} {result.Command.Name}" : "wallet";
}
