using System.Globalization;

namespace Wallet.Cli.Load;

/// <summary>The relative frequency of each kind of request, as weights.</summary>
internal sealed record LoadMix(IReadOnlyDictionary<LoadVerb, int> Weights)
{
    public const string Default = "set=50,get=40,adjust=10";

    public const string Expected =
        "verbs with weights, such as set=50,get=40,adjust=10; the verbs are set, get, adjust and transfer";

    private const int WeightMax = 1_000_000;

    /// <summary>Parses <c>set=50,get=40,adjust=10</c>; null if it is something else, or all weights are zero.</summary>
    public static LoadMix? TryParse(string text)
    {
        var weights = new Dictionary<LoadVerb, int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var number]
                || !name.All(char.IsAsciiLetter)
                || !Enum.TryParse<LoadVerb>(name, ignoreCase: true, out var verb)
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
                || weight > WeightMax
                || !weights.TryAdd(verb, weight))
                return null;
        }

        return weights.Values.Sum() > 0 ? new LoadMix(weights) : null;
    }

    /// <summary>Draws a kind of request, at random by weight.</summary>
    public LoadVerb Pick(Random random)
    {
        var drawn = random.Next(Weights.Values.Sum());
        foreach (var (verb, weight) in Weights.OrderBy(one => one.Key))
        {
            if (drawn < weight)
                return verb;
            drawn -= weight;
        }

        throw new InvalidOperationException("A number below the sum of the weights falls into one of them.");
    }

    public override string ToString() =>
        string.Join(
            ',',
            Weights
                .OrderBy(one => one.Key)
                .Select(one =>
                    string.Create(CultureInfo.InvariantCulture, $"{one.Key.ToString().ToLowerInvariant()}={one.Value}")
                )
        );
}
