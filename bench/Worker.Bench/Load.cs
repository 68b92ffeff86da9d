namespace WorkerBench;

/// <summary>What is asked of a contender.</summary>
internal enum Verb
{
    Set,
    Get,
}

/// <summary>A named mixture of verbs.</summary>
/// <param name="Name">As in the settings.</param>
/// <param name="Verbs">Each gets an equal share of the messages.</param>
internal sealed record Load(string Name, params IReadOnlyList<Verb> Verbs)
{
    public static Load Named(string name) => name switch
    {
        "set" => new Load(name, Verb.Set),
        "get" => new Load(name, Verb.Get),
        "mixed" => new Load(name, Verb.Set, Verb.Get),
        _ => throw new ArgumentException($"'{name}' is none of set, get and mixed.", nameof(name)),
    };
}
