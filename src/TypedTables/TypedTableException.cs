namespace TypedTables;

/// <summary>
/// The base of every error of this layer. It says what happened, where, and whether trying again is safe.
/// </summary>
public abstract class TypedTableException : Exception
{
    private protected TypedTableException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>
    /// A stable name of the error: <c>ItemEncodeError</c>, <c>ItemDecodeError</c>, <c>TableDeclarationError</c>, or
    /// DynamoDB's own code.
    /// </summary>
    public string Code { get; }

    /// <summary>The table's name in DynamoDB, or as declared where no call was made.</summary>
    public string? Table { get; internal set; }

    /// <summary>The field at fault, where there is one.</summary>
    public string? Field { get; private protected init; }

    /// <summary>What was expected there, in words.</summary>
    public string? Expected { get; private protected init; }

    /// <summary>
    /// What came instead, cut to <see cref="FoundLengthMax"/> characters. May hold user data: think before logging it.
    /// </summary>
    public string? Found { get; private protected init; }

    /// <summary>The longest <see cref="Found"/>: 100 characters.</summary>
    public const int FoundLengthMax = 100;

    /// <summary>
    /// Whether the same call may succeed later and cannot take effect twice by being made again under the same
    /// condition.
    /// </summary>
    public virtual bool IsRetryable => false;

    /// <summary>Code, table, field and what to know, in one line.</summary>
    public override string Message => $"{Code}{(Table is null ? "" : $" in table '{Table}'")}{Item}: {base.Message}";

    private protected virtual string Item => "";

    internal static string Cut(string found) =>
        found.Length <= FoundLengthMax ? found : found[..(FoundLengthMax - 1)] + "…";
}
