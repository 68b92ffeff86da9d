namespace Front;

/// <summary>What a front does. Each property is off until it is given.</summary>
public sealed record AwsFrontOptions
{
    /// <summary>What all that is drawn by lot follows from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// The date that answers carry, and what signatures and credentials are held against. Delays take real time.
    /// </summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whose signatures are verified; null verifies none.</summary>
    public KeyRing? Keys { get; init; }

    /// <summary>The region that signatures must be for; null takes any.</summary>
    public string? Region { get; init; }

    /// <summary>The account, as resources name it.</summary>
    public string Account { get; init; } = "111122223333";

    /// <summary>What everybody may do whose key names no policy; null allows all.</summary>
    public Policy? Policy { get; init; }

    /// <summary>What a key may do that names one of these.</summary>
    public IReadOnlyDictionary<string, Policy> Policies { get; init; } =
        new Dictionary<string, Policy>(StringComparer.Ordinal);

    /// <summary>How long calls take; null no longer than the engine.</summary>
    public LatencyModel? Latency { get; init; }

    /// <summary>The limits of a partition; null for no throttling.</summary>
    public CapacityLimits? Capacity { get; init; }

    /// <summary>How long transactions hold their items; null lets none meet another.</summary>
    public Hold? Conflicts { get; init; }

    /// <summary>
    /// Whether the other parts of a transaction that is throttled or met another tell their real reasons, instead of
    /// <c>None</c>.
    /// </summary>
    public bool MixedReasons { get; init; }

    /// <summary>Whether a cancelled transaction tells only the first reason that failed.</summary>
    public bool FirstReasonOnly { get; init; }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:8001</c>; null takes a free port of this host.</summary>
    public Uri? Listen { get; init; }

    /// <summary>Everything at once, as AWS is.</summary>
    public static AwsFrontOptions Everything(KeyRing? keys, Policy? policy, int seed) =>
        new()
        {
            Seed = seed,
            Keys = keys,
            Policy = policy,
            Latency = new LatencyModel(),
            Capacity = new CapacityLimits(),
            Conflicts = Hold.Last(TimeSpan.FromMilliseconds(5)),
            MixedReasons = true,
        };
}
