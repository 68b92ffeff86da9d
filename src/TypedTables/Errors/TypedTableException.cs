namespace TypedTables;

/// <summary>The base of this layer's exceptions. It says what happened, where, and whether a retry is safe.</summary>
public abstract class TypedTableException : Exception
{
    private protected TypedTableException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>
    /// A stable code: <c>ItemEncodeError</c>, <c>ItemDecodeError</c>, <c>TableDeclarationError</c>, or DynamoDB's own
    /// code.
    /// </summary>
    public string Code { get; }

    /// <summary>The table's name in DynamoDB, or its declared name if no call was made.</summary>
    public string? Table { get; internal set; }

    /// <summary>The field that caused the error, or null.</summary>
    public string? Field { get; private protected init; }

    /// <summary>A description of what was expected, or null.</summary>
    public string? Expected { get; private protected init; }

    /// <summary>
    /// What was found instead, truncated to <see cref="FoundLengthMax"/> characters. May contain user data: think
    /// before logging it.
    /// </summary>
    public string? Found { get; private protected init; }

    /// <summary>The maximum length of <see cref="Found"/>: 100 characters.</summary>
    public const int FoundLengthMax = 100;

    /// <summary>
    /// Whether the same call may succeed later, and repeating it under the same condition cannot take effect twice.
    /// </summary>
    public virtual bool IsRetryable => false;

    /// <summary>Code, table, field and description, in one line.</summary>
    public override string Message => $"{Code}{(Table is null ? "" : $" in table '{Table}'")}{Item}: {base.Message}";

    private protected virtual string Item => "";

    internal static string Cut(string found) =>
        found.Length <= FoundLengthMax ? found : found[..(FoundLengthMax - 1)] + "…";
}
