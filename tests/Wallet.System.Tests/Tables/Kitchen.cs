using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using TypedTables;

namespace SystemTests.Tables;

/// <summary>An item with every type. What is not set is as plain as can be.</summary>
internal sealed record Kitchen(Guid Owner, string Place)
{
    public long Count { get; init; }

    public int Small { get; init; }

    public decimal Price { get; init; }

    public BigInteger Big { get; init; }

    public Number Any { get; init; }

    public string Text { get; init; } = "";

    public bool Flag { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateOnly Day { get; init; }

    public TimeSpan Took { get; init; }

    public Mood State { get; init; }

    public byte[] Bytes { get; init; } = [];

    public IReadOnlySet<string>? Tags { get; init; }

    public IReadOnlySet<long>? Sizes { get; init; }

    public IReadOnlySet<Number>? Numbers { get; init; }

    public IReadOnlySet<byte[]>? Blobs { get; init; }

    public IReadOnlyList<string?> Names { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<long?>> Scores { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<long?>>.Empty;

    public Address Home { get; init; } = new("", null);

    public Address? Work { get; init; }

    public decimal? Rebate { get; init; }

    public string? Remark { get; init; }

    public Currency Coin { get; init; } = new("EUR");

    /// <summary>Everything in it, for comparison by value: collections compare by reference.</summary>
    public override string ToString() => string.Join('\n', Parts());

    private IEnumerable<string> Parts()
    {
        yield return $"key {Owner:D} {Quoted(Place)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"integers {Count} {Small} {Big}");
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"price {Price:0.############################} rebate {Rebate:0.############################} number "
                + $"{Any.Significand} E {Any.Exponent}"
        );
        yield return $"text {Quoted(Text)} remark {Quoted(Remark)} money {Coin.Code} flag {Flag} state {State}";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"moments {At.UtcTicks} {Expires?.UtcTicks} {Day.DayNumber} {Took.Ticks}"
        );
        yield return $"bytes {Convert.ToHexString(Bytes)}";
        yield return $"tags {Joined(Tags?.Select(Quoted).Order(StringComparer.Ordinal))}";
        yield return $"sizes {Joined(Sizes?.Order().Select(size => size.ToString(CultureInfo.InvariantCulture)))}";
        yield return $"numbers {Joined(Numbers?.Select(one => one.ToString()).Order(StringComparer.Ordinal))}";
        yield return $"blobs {Joined(Blobs?.Select(Convert.ToHexString).Order(StringComparer.Ordinal))}";
        yield return $"names {Joined(Names.Select(Quoted))}";
        var scores = Scores
            .OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => $"{Quoted(one.Key)}: {Joined(one.Value.Select(score => $"{score}"))}");
        yield return $"scores {Joined(scores)}";
        yield return $"home {Quoted(Home.Street)} {Home.House} work {Quoted(Work?.Street)} {Work?.House}";
    }

    private static string Quoted(string? text) => text is null ? "none" : $"'{text}'";

    private static string Joined(IEnumerable<string>? parts) =>
        parts is null ? "none" : $"[{string.Join(", ", parts)}]";
}
