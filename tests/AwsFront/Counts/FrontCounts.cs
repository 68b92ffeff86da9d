namespace Front;

/// <summary>Counts, safe for many callers at once.</summary>
public sealed class FrontCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _actions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UnitCount> _units = new(StringComparer.Ordinal);

    /// <summary>All counts as they are at this moment.</summary>
    public FrontReport Report()
    {
        lock (_lock)
            return new FrontReport(
                Copy(_requests),
                Copy(_refused),
                Copy(_reasons),
                Copy(_actions),
                new Dictionary<string, UnitCount>(_units, StringComparer.Ordinal)
            );
    }

    internal void AddRequest(string operation)
    {
        lock (_lock)
            Add(_requests, operation);
    }

    internal void AddActions(Call call)
    {
        lock (_lock)
        {
            foreach (var part in call.Parts)
                Add(_actions, $"{part.FullAction} {part.Resource}");
        }
    }

    internal void AddWrite(Demand demand)
    {
        lock (_lock)
        {
            var was = UnitsOf(demand);
            _units[demand.Resource] = was with
            {
                Write = was.Write + demand.Units,
                WriteIfTwo = was.WriteIfTwo + demand.UnitsIfTwo,
            };
        }
    }

    internal void AddRead(Demand demand, double units)
    {
        lock (_lock)
        {
            var was = UnitsOf(demand);
            _units[demand.Resource] = was with { Read = was.Read + units };
        }
    }

    internal void AddReply(Reply reply)
    {
        if (reply.ErrorType() is not { } type)
            return;
        lock (_lock)
        {
            Add(_refused, type);
            if (type != "TransactionCanceledException")
                return;
            foreach (var reason in reply.ToNode()["CancellationReasons"]?.AsArray() ?? [])
            {
                if ((string?)reason!["Code"] is { } code && code != "None")
                    Add(_reasons, code);
            }
        }
    }

    private UnitCount UnitsOf(Demand demand) => _units.GetValueOrDefault(demand.Resource) ?? new UnitCount(0, 0, 0);

    private static void Add(Dictionary<string, long> counts, string name) =>
        counts[name] = counts.GetValueOrDefault(name) + 1;

    private static Dictionary<string, long> Copy(Dictionary<string, long> counts) =>
        new(counts, StringComparer.Ordinal);
}
