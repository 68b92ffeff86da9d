using System.Globalization;
using System.Text.Json;

namespace Front;

/// <summary>The options of a front that is a process of its own.</summary>
internal static class CommandLine
{
    public const string Usage = """
        dotnet AwsFront.dll --engine URL [--urls http://127.0.0.1:PORT]
          --seed N               what all that is drawn by lot follows from
          --key ID=SECRET[,TOKEN[,EXPIRY]]
                                 an access key, its session token and the end of it, such as 2030-01-31T12:00:00Z;
                                 repeated for each. With one, all signatures are verified
          --region NAME          the only region that signatures may be for
          --policy FILE          what everybody may do; --prefix P: what the tables' names begin with
          --latency              as DynamoDB from inside its region
          --capacity             1,000 write and 3,000 read units a second for each partition key
          --conflicts whole|MS   transactions hold their items: all the time, or for the last MS milliseconds
          --mixed-reasons        the other parts of a refused transaction tell their real reasons
          --first-reason-only    only the first reason that failed is told
          --all                  latency, capacity, conflicts of 5 ms, mixed reasons
        GET /front/counts; POST /front/deny/ACTION and /front/allow/ACTION, such as dynamodb:GetItem
        """;

    public static (Uri Engine, AwsFrontOptions Options) Read(string[] arguments)
    {
        var (options, policy, prefix) = (new AwsFrontOptions(), (string?)null, "");
        Uri? engine = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--engine":
                    engine = Address(Value());
                    break;
                case "--urls":
                    options = options with { Listen = Address(Value()) };
                    break;
                case "--seed":
                    options = options with { Seed = SeedOf(Value()) };
                    break;
                case "--key":
                    options = WithKey(options, Value());
                    break;
                case "--region":
                    options = options with { Region = Value() };
                    break;
                case "--policy":
                    policy = Value();
                    break;
                case "--prefix":
                    prefix = Value();
                    break;
                case "--latency":
                    options = options with { Latency = new LatencyModel() };
                    break;
                case "--capacity":
                    options = options with { Capacity = new CapacityLimits() };
                    break;
                case "--conflicts":
                    options = options with { Conflicts = HoldOf(Value()) };
                    break;
                case "--mixed-reasons":
                    options = options with { MixedReasons = true };
                    break;
                case "--first-reason-only":
                    options = options with { FirstReasonOnly = true };
                    break;
                case "--all":
                    options = WithAll(options);
                    break;
                default:
                    throw new FormatException($"There is no option {arguments[i]}.");
            }

            string Value() =>
                ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} takes a value.");

            Uri Address(string text) => AddressOf(arguments[i - 1], text);
        }

        return (
            engine ?? throw new FormatException("--engine is missing: the address of the engine that stands behind."),
            policy is null ? options : options with { Policy = PolicyOf(policy, prefix) }
        );
    }

    private static AwsFrontOptions WithKey(AwsFrontOptions options, string key)
    {
        if (
            key.Split('=', 2) is not [{ Length: > 0 } id, var rest]
            || rest.Split(',') is not { Length: <= 3 } parts
            || parts.Any(part => part.Length == 0)
        )
        {
            throw new FormatException($"--key takes ID=SECRET, ID=SECRET,TOKEN or ID=SECRET,TOKEN,EXPIRY, not {key}.");
        }

        DateTimeOffset? end = parts.Length == 3 ? EndOf(parts[2]) : null;
        var keys = options.Keys ?? new KeyRing();
        keys.Add(new IssuedKey(id, parts[0], parts.ElementAtOrDefault(1), end));
        return options with { Keys = keys };
    }

    private static DateTimeOffset EndOf(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? end
            : throw new FormatException($"--key takes an expiry such as 2030-01-31T12:00:00Z, not {text}.");

    private static Uri AddressOf(string option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }
            ? address
            : throw new FormatException(
                $"{option} takes an address without a path, such as http://127.0.0.1:8000, not {text}."
            );

    private static int SeedOf(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new FormatException($"--seed takes a whole number, not {text}.");

    private static Policy PolicyOf(string file, string prefix)
    {
        try
        {
            return Policy.Load(file, prefix);
        }
        catch (Exception error) when (error is IOException or JsonException or FormatException)
        {
            throw new FormatException($"--policy takes a file with a policy, not {file}: {error.Message}", error);
        }
    }

    private static AwsFrontOptions WithAll(AwsFrontOptions options)
    {
        var all = AwsFrontOptions.Everything(options.Keys, options.Policy, options.Seed);
        return options with
        {
            Latency = all.Latency,
            Capacity = all.Capacity,
            Conflicts = all.Conflicts,
            MixedReasons = all.MixedReasons,
        };
    }

    private static Hold HoldOf(string text) =>
        text switch
        {
            "whole" => Hold.Whole,
            _ when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) =>
                Hold.Last(TimeSpan.FromMilliseconds(milliseconds)),
            _ => throw new FormatException($"--conflicts takes whole or a number of milliseconds, not {text}."),
        };
}
