namespace TypedTables.Expressions;

/// <summary>What an update does to an item's attributes, all of it at once.</summary>
public sealed class Update
{
    private static readonly string[] Verbs = ["SET", "REMOVE", "ADD", "DELETE"];

    private readonly IReadOnlyList<Clause> _clauses;

    internal Update(params IReadOnlyList<Clause> clauses) => _clauses = clauses;

    /// <summary>Both, in one write.</summary>
    /// <param name="other">Changes to other fields: DynamoDB refuses two changes of one.</param>
    public Update And(Update other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Update([.. _clauses, .. other._clauses]);
    }

    internal string Write(ExpressionWriter writer)
    {
        writer.RequireChangeable(_clauses.Select(clause => clause.Field));
        return string.Join(' ', Verbs
            .Select(verb => (verb, clauses: _clauses.Where(clause => clause.Verb == verb).ToList()))
            .Where(group => group.clauses.Count > 0)
            .Select(group => $"{group.verb} {string.Join(", ", group.clauses.Select(clause => clause.Write(writer)))}"));
    }

    /// <summary>One change: <c>SET</c>, <c>REMOVE</c>, <c>ADD</c> or <c>DELETE</c>, and what follows it.</summary>
    internal sealed record Clause(string Verb, Field Field, Func<ExpressionWriter, string> Write);
}
