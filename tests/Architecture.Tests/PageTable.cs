using Tests.Approvals;

namespace Architecture.Tests;

/// <summary>A table in a page that is generated from the code; the prose around it is written by hand.</summary>
internal static class PageTable
{
    /// <summary>Compares with the page's table that has the same header.</summary>
    public static void ShouldBeTheTableIn(this IReadOnlyList<string> table, string page)
    {
        var file = Path.Combine(Repository.Root, page);
        var lines = File.ReadAllLines(file);
        var start = Array.IndexOf(lines, table[0]);
        start.ShouldBeGreaterThanOrEqualTo(0, $"{page} has no table with the header {table[0]}");
        var rows = lines.Skip(start).TakeWhile(line => line.StartsWith('|')).ToList();

        if (Approved.IsReplacing)
            File.WriteAllLines(file, [.. lines.Take(start), .. table, .. lines.Skip(start + rows.Count)]);
        else
            rows.ShouldBe(table, $"The table in {page} is stale. If that is meant, run the tests with APPROVE=1.");
    }
}
