using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using Wallet.Cli.Bus;
using Wallet.Cli.Output;

namespace Wallet.Cli.Commands;

/// <summary>Creates commands' arguments and options, including those that all commands share.</summary>
internal static class CommandOptions
{
    // before the options, which are added to it
    private static readonly ConditionalWeakTable<Option, string> Takes = [];

    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print JSON instead of words; failures too.",
        Recursive = true,
    };

    public static readonly Option<BrokerAddress?> BrokerOption = new("--broker")
    {
        Description = "The broker: amqp://user:password@host:port/vhost, or amqps:// for TLS. Else it is taken from "
            + "RabbitMq__Host, __Port, __VirtualHost, __Username, __Password or __PasswordFile, and __Tls.",
        HelpName = "address",
        Recursive = true,
        CustomParser = result =>
        {
            var parsed = BrokerAddress.TryParse(result.Tokens[0].Value);
            if (parsed is null)
                result.AddError($"--broker takes {BrokerAddress.Expected}.");
            return parsed;
        },
    };

    public static readonly Option<double> Timeout = Checked(
        new Option<double>("--timeout")
        {
            Description = "How long an answer may take, in seconds, 0.1 to 600.",
            HelpName = "seconds",
            DefaultValueFactory = _ => 15,
            Recursive = true,
        },
        seconds => seconds is >= 0.1 and <= 600,
        "takes a number of seconds from 0.1 to 600");

    /// <summary>A wallet id, which is never the all-zero UUID.</summary>
    public static Argument<Guid> Wallet(string name, string description)
    {
        var argument = new Argument<Guid>(name) { Description = description };
        argument.Validators.Add(RefuseNobody);
        return argument;
    }

    /// <summary>An optional wallet id.</summary>
    /// <remarks>The parser validates an optional argument only when its value is read, which is too late.</remarks>
    public static Argument<Guid?> AnyWallet(string name, string description)
    {
        var argument = new Argument<Guid?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.Validators.Add(RefuseNobody);
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Guid.TryParse(result.Tokens[0].Value, out _))
                result.AddError(
                    $"{name} is {PlainText.Cut(result.Tokens[0].Value, 80)}, but takes {UsageErrors.Uuid}."
                );
        });
        return argument;
    }

    public static Option<Guid?> OperationId() =>
        Checked(
            new Option<Guid?>("--operation-id")
            {
                Description = "Names the operation, so that sending it again is recognised. A new one by default.",
                HelpName = "uuid",
            },
            id => id != Guid.Empty,
            "takes a UUID other than the all-zero one"
        );

    public static Option<long?> ExpectedVersion() =>
        Checked(
            new Option<long?>("--expected-version")
            {
                Description = "Only if the wallet has this version; 0 means that no worker has written it yet.",
                HelpName = "version",
            },
            version => version >= 0,
            "takes a version, 0 or more"
        );

    /// <summary>Makes an option refuse invalid values before anything is sent.</summary>
    public static Option<T> Checked<T>(Option<T> option, Func<T, bool> isGood, string takes)
    {
        Takes.Add(option, takes);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0
                && !result.Errors.Any()
                && TryRead<T>(result, out var value)
                && (!isGood(value) || IsGrouped(result.Tokens[0].Value, value)))
                result.AddError(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{option.Name} is {result.Tokens[0].Value}, but {takes}."
                    )
                );
        });
        return option;
    }

    /// <summary>Whether a number has a comma, which the parser takes for a group of digits: 1,5 would be 15.</summary>
    private static bool IsGrouped<T>(string text, T value) => value is double && text.Contains(',');

    /// <summary>Describes what an option takes, such as <c>takes a count from 1 to 100</c>; null if unknown.</summary>
    public static string? TakenBy(Option option) => Takes.TryGetValue(option, out var takes) ? takes : null;

    /// <summary>An option that takes a duration such as 30s, 5m, 1h or 7d.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result =>
        {
            var parsed = TryDuration(result.Tokens[0].Value);
            if (parsed is null)
                result.AddError($"{name} is {result.Tokens[0].Value}, but takes a time above zero such as 30s, 5m, "
                    + "1h or 7d.");
            return parsed;
        },
    };

    /// <summary>
    /// Parses <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>, or a number of seconds; null if it is something else.
    /// </summary>
    internal static TimeSpan? TryDuration(string text)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        return double.TryParse(unit == 0 ? text : text[..^1], NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1e6
            ? TimeSpan.FromSeconds(number * Math.Max(unit, 1))
            : null;
    }

    /// <summary>
    /// Reads an option's value. An unparsable value gets its error elsewhere, but only after the validators; until then
    /// reading it throws.
    /// </summary>
    private static bool TryRead<T>(OptionResult result, [NotNullWhen(true)] out T? value)
    {
        try
        {
            value = result.GetValueOrDefault<T>();
        }
        catch (InvalidOperationException)
        {
            value = default;
        }

        return value is not null;
    }

    private static void RefuseNobody(ArgumentResult result)
    {
        if (result.Tokens.Count == 1 && Guid.TryParse(result.Tokens[0].Value, out var id) && id == Guid.Empty)
            result.AddError($"{result.Argument.Name} is the all-zero UUID, which stands for nothing.");
    }
}
