namespace SystemTests.Fuzz;

/// <summary>What became of one message, as far as its sender, subscribers and the queues show.</summary>
internal sealed class Fate
{
    private readonly Lock _lock = new();
    private readonly List<string> _places = [];

    /// <summary>How many answers its sender has had, and failures.</summary>
    public int Told { get; private set; }

    /// <summary>Whether it was carried out, refused or answered, and its sender told so or everybody.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>What its sender was told that is not so.</summary>
    public string? Lie { get; private set; }

    /// <summary>Why the broker refused it; null if it took it.</summary>
    public string? Refusal { get; set; }

    /// <summary>The queues that it lies in.</summary>
    public IReadOnlyList<string> Places
    {
        get
        {
            lock (_lock)
                return [.. _places];
        }
    }

    public bool HasEnded => IsAnswered || Places.Count > 0 || Refusal is not null;

    /// <summary>In how many ways it has ended; one is right.</summary>
    public int Ends => (IsAnswered ? 1 : 0) + Places.Count + (Refusal is null ? 0 : 1);

    public void Answer(bool isToSender)
    {
        lock (_lock)
            (IsAnswered, Told) = (true, Told + (isToSender ? 1 : 0));
    }

    public void TellFailure()
    {
        lock (_lock)
            Told++;
    }

    public void Place(string queue)
    {
        lock (_lock)
            _places.Add(queue);
    }

    public void Lied(string words)
    {
        lock (_lock)
            Lie = words;
    }

    public bool LiesIn(string suffix) => Places.Any(place => place.EndsWith(suffix, StringComparison.Ordinal));

    public override string ToString() =>
        $"told {Told}, answered {IsAnswered}, lies in [{string.Join(", ", Places)}], "
        + $"refused: {Refusal ?? "no"}, lie: {Lie ?? "no"}";
}
