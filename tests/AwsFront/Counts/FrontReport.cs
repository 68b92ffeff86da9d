namespace Front;

/// <summary>What a front has seen, and what AWS would bill for it.</summary>
/// <param name="Requests">Requests by operation, refused ones too.</param>
/// <param name="Refused">Refusals by the error's type, such as <c>AccessDeniedException</c>.</param>
/// <param name="Reasons">Parts of cancelled transactions by the code of their reason, without <c>None</c>.</param>
/// <param name="Actions">The rights that were needed, as <c>dynamodb:GetItem table/user_wallet</c>, and how
/// often.</param>
/// <param name="Units">Units of each table and index.</param>
public sealed record FrontReport(
    IReadOnlyDictionary<string, long> Requests,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyDictionary<string, long> Reasons,
    IReadOnlyDictionary<string, long> Actions,
    IReadOnlyDictionary<string, UnitCount> Units
);

/// <summary>Units of one table or index.</summary>
/// <param name="Read">Read units.</param>
/// <param name="Write">Write units, with one for each KB that a transaction writes to an index.</param>
/// <param name="WriteIfTwo">The same with two; AWS's pages do not say which it is.</param>
public sealed record UnitCount(double Read, double Write, double WriteIfTwo);
