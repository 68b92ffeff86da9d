namespace Front;

/// <summary>
/// How long DynamoDB takes from inside its region: log-normal, with these figures. Their sources are on the front's
/// page.
/// </summary>
public sealed record LatencyModel
{
    /// <summary>Of the normal distribution: how many deviations above the median the 99th percentile is.</summary>
    private const double Deviations99 = 2.3263;

    /// <summary>Median of a read.</summary>
    public TimeSpan Read { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Median of a put, an update, a delete or a batch of writes.</summary>
    public TimeSpan Write { get; init; } = TimeSpan.FromMilliseconds(7.6);

    /// <summary>Median of a write transaction without what its actions add.</summary>
    public TimeSpan Transaction { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>99th percentile of the same. The others are spread in the same proportion.</summary>
    public TimeSpan Transaction99 { get; init; } = TimeSpan.FromMilliseconds(95);

    /// <summary>What each action adds to a write transaction.</summary>
    public TimeSpan Action { get; init; } = TimeSpan.FromMilliseconds(0.34);

    internal TimeSpan Of(Call call, Random random) =>
        call switch
        {
            { Operation: "TransactWriteItems" } => Spread(Transaction, random) + (Action * call.Parts.Count),
            // It reads twice, to see that nothing moved.
            { Operation: "TransactGetItems" } => Spread(Read, random) + Spread(Read, random),
            { IsRead: true } => Spread(Read, random),
            { IsWrite: true } => Spread(Write, random),
            _ => TimeSpan.Zero,
        };

    private TimeSpan Spread(TimeSpan median, Random random)
    {
        var deviation = Math.Log(Transaction99 / Transaction) / Deviations99;
        return median * Math.Exp(deviation * Normal(random));
    }

    private static double Normal(Random random) => // Box and Muller's way
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
