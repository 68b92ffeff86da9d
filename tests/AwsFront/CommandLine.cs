using System.Globalization;

namespace Front;

/// <summary>The options of a front that is a process of its own.</summary>
internal static class CommandLine
{
    public const string Usage = """
        dotnet AwsFront.dll --engine URL [--urls http://127.0.0.1:PORT]
          --seed N               what all that is drawn by lot follows from
          --key ID=SECRET        an access key; repeated for each. With one, all signatures are verified
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
                    engine = new Uri(Value());
                    break;
                case "--urls":
                    options = options with { Listen = new Uri(Value()) };
                    break;
                case "--seed":
                    options = options with { Seed = int.Parse(Value(), CultureInfo.InvariantCulture) };
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
        }

        return (
            engine ?? throw new FormatException("--engine is missing: the address of the engine that stands behind."),
            policy is null ? options : options with { Policy = Policy.Load(policy, prefix) }
        );
    }

    private static AwsFrontOptions WithKey(AwsFrontOptions options, string key)
    {
        if (key.Split('=', 2) is not [var id, var secret])
            throw new FormatException($"--key takes ID=SECRET, not {key}.");
        var keys = options.Keys ?? new KeyRing();
        keys.Add(new IssuedKey(id, secret));
        return options with { Keys = keys };
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
        text == "whole"
            ? Hold.Whole
            : Hold.Last(TimeSpan.FromMilliseconds(double.Parse(text, CultureInfo.InvariantCulture)));
}
