namespace SystemTests.Parts;

/// <summary>What a user may configure, write and read.</summary>
internal sealed record Grant(string User, string Configure, string Write, string Read)
{
    private static readonly string[] Permissions = ["configure", "write", "read"];

    /// <summary>The three by name, without those that give nothing.</summary>
    public IEnumerable<(string Permission, string Pattern)> Patterns =>
        Permissions.Select(one => (one, PatternOf(one))).Where(one => one.Item2.Length > 0);

    /// <summary>The pattern of one of the three.</summary>
    public string PatternOf(string permission) => permission switch
    {
        "configure" => Configure,
        "write" => Write,
        "read" => Read,
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "There are three."),
    };

    /// <summary>A pattern's parts without alternatives: <c>^a-(b|c)$</c> has <c>a-b</c> and <c>a-c</c>.</summary>
    public static IReadOnlyList<string> PartsOf(string pattern) => [.. Parts(pattern.Trim('^', '$'))];

    private static IEnumerable<string> Parts(string pattern)
    {
        string[] alternatives = [.. Alternatives(pattern)];
        if (alternatives.Length > 1)
            return alternatives.SelectMany(Parts);

        var open = pattern.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
            return [pattern];
        var close = EndOf(pattern, open);
        return
            from inside in Parts(pattern[(open + 1)..close])
            from after in Parts(pattern[(close + 1)..])
            select pattern[..open] + inside + after;
    }

    /// <summary>What stands between the bars that are in no group.</summary>
    private static IEnumerable<string> Alternatives(string pattern)
    {
        var (start, end) = (0, 0);
        for (; end < pattern.Length; end++)
        {
            if (pattern[end] == '(')
                end = EndOf(pattern, end);
            if (pattern[end] != '|')
                continue;
            yield return pattern[start..end];
            start = end + 1;
        }

        yield return pattern[start..];
    }

    /// <summary>Where a group ends.</summary>
    private static int EndOf(string pattern, int open)
    {
        var depth = 0;
        for (var place = open; place < pattern.Length; place++)
        {
            depth += pattern[place] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
                return place;
        }

        throw new FormatException($"A group does not end in {pattern}.");
    }
}
