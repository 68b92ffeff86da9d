namespace TypedTables.Expressions;

/// <summary>Changes of an item's attributes, made together in one write.</summary>
/// <remarks>
/// An update that adds to numbers also carries a condition for each: the sum must fit its field, so that the item can
/// be read again. If one does not hold, nothing is changed. If the caller gave a condition, or in a transaction, it
/// counts as a lost condition; otherwise the call fails with <see cref="TableOperationException.NumberOutOfRange"/>.
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

    /// <summary>Both updates in one write.</summary>
    /// <param name="other">An update of other fields: DynamoDB refuses two changes of the same field.</param>
    public Update And(Update other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Update([.. _clauses, .. other._clauses]);
    }

    /// <summary>The condition that the update itself needs; null if it needs none.</summary>
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

    /// <summary>
    /// One change: its keyword, <c>SET</c>, <c>REMOVE</c>, <c>ADD</c> or <c>DELETE</c>, and the text after it.
    /// </summary>
    internal sealed record Clause(
        string Verb,
        Field Field,
        Func<ExpressionWriter, string> Write,
        Condition? Bound = null);
}
