namespace TypedTables.Expressions;

/// <summary>What an update does to an item's attributes, all of it at once.</summary>
/// <remarks>
/// An update that adds to numbers carries a condition of its own for each: that the sum fits its field, so that the
/// item can be read again. Where one does not hold, nothing is changed. It counts as a lost condition where the caller
/// has given a condition too, and in a transaction; else the call fails with
/// <see cref="TableOperationException.NumberOutOfRange"/>.
/// </remarks>
public sealed class Update
{
    private static readonly string[] Verbs = ["SET", "REMOVE", "ADD", "DELETE"];

    private readonly IReadOnlyList<Clause> _clauses;

    internal Update(params IReadOnlyList<Clause> clauses)
    {
        _clauses = clauses;
        foreach (var clause in clauses)
            Bound = clause.Bound is { } bound ? Bound?.And(bound) ?? bound : Bound;
    }

    /// <summary>Both, in one write.</summary>
    /// <param name="other">Changes to other fields: DynamoDB refuses two changes of one.</param>
    public Update And(Update other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Update([.. _clauses, .. other._clauses]);
    }

    /// <summary>What must hold beside the caller's own condition; null where nothing must.</summary>
    internal Condition? Bound { get; }

    internal string Write(ExpressionWriter writer)
    {
        writer.RequireChangeable(_clauses.Select(clause => clause.Field));
        return string.Join(
            ' ',
            Verbs
                .Select(verb => (verb, clauses: _clauses.Where(clause => clause.Verb == verb).ToList()))
                .Where(group => group.clauses.Count > 0)
                .Select(group =>
                    $"{group.verb} {string.Join(", ", group.clauses.Select(clause => clause.Write(writer)))}"
                )
        );
    }

    /// <summary>One change: <c>SET</c>, <c>REMOVE</c>, <c>ADD</c> or <c>DELETE</c>, and what follows it.</summary>
    internal sealed record Clause(
        string Verb,
        Field Field,
        Func<ExpressionWriter, string> Write,
        Condition? Bound = null);
}
