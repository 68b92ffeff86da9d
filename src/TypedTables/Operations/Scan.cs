using System.Text.Json;
using TypedTables.Expressions;
using TypedTables.Wire.Checks;

namespace TypedTables;

/// <summary>Every item of a table or index, in no particular order. Enumerate it, or read page by page.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed record Scan<T> : ReadRequest<Scan<T>, T>
    where T : class
{
    /// <summary>The maximum number of segments: 1,000,000.</summary>
    public const int SegmentsMax = 1_000_000;

    internal Scan(Table<T> table)
        : base(table)
    {
    }

    private protected override string Operation => "Scan";

    private protected override ReplyCheck Check { get; } = new PageCheck(hash: null);

    private (int Segment, int Of)? Part { get; init; }

    /// <summary>Reads one of several segments, which can be read in parallel.</summary>
    /// <param name="segment">The number of the segment, from 0.</param>
    /// <param name="of">The number of segments, 1 to <see cref="SegmentsMax"/>.</param>
    public Scan<T> Segment(int segment, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(segment, of);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(of, SegmentsMax);
        return this with { Part = (segment, of) };
    }

    private protected override Scan<T> OnIndex(string index) => this with { Index = index };

    private protected override void WriteOwn(Utf8JsonWriter json, ExpressionWriter expressions)
    {
        if (Part is not var (segment, of))
            return;

        json.WriteNumber("Segment"u8, segment);
        json.WriteNumber("TotalSegments"u8, of);
    }
}
