namespace TypedTables;

/// <summary>The base of every error of this layer. It says what happened, where, and whether trying again is safe.</summary>
public abstract class TypedTableException : Exception
{
    private protected TypedTableException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>A stable name of the error: <c>ItemEncodeError</c>, <c>ItemDecodeError</c>, <c>TableDeclarationError</c>, or DynamoDB's own code.</summary>
    public string Code { get; }

    /// <summary>The table's name in DynamoDB, or as declared where no call was made.</summary>
    public string? Table { get; internal set; }

    /// <summary>The field at fault, where there is one.</summary>
    public string? Field { get; private protected init; }

    /// <summary>What was expected there, in words.</summary>
    public string? Expected { get; private protected init; }

    /// <summary>What came instead, cut to <see cref="FoundLengthMax"/> characters. May hold user data: think before logging it.</summary>
    public string? Found { get; private protected init; }

    /// <summary>The longest <see cref="Found"/>: 100 characters.</summary>
    public const int FoundLengthMax = 100;

    /// <summary>Whether the same call may succeed later and cannot take effect twice by being made again under the same condition.</summary>
    public virtual bool IsRetryable => false;

    /// <summary>Code, table, field and what to know, in one line.</summary>
    public override string Message => $"{Code}{(Table is null ? "" : $" in table '{Table}'")}{Item}: {base.Message}";

    private protected virtual string Item => "";

    internal static string Cut(string found) => found.Length <= FoundLengthMax ? found : found[..(FoundLengthMax - 1)] + "…";
}

/// <summary>A value does not fit its field: it is not sent. The seed of this layer calls it <c>ItemEncodeError</c>.</summary>
public sealed class ItemEncodeException : TypedTableException
{
    internal ItemEncodeException(string? table, string field, string expected, string found, Exception? inner = null)
        : base("ItemEncodeError", $"field '{field}' takes {expected}, but was given {Cut(found)}.", inner)
    {
        Table = table;
        Field = field;
        Expected = expected;
        Found = Cut(found);
    }
}

/// <summary>For a codec to say that DynamoDB cannot hold a value. It becomes an <see cref="ItemEncodeException"/> that names table and field.</summary>
/// <param name="found">The value and what is wrong with it, in words: <c>an empty set, which DynamoDB does not store</c>.</param>
public sealed class NotStorableException(string found) : ArgumentException(found);

/// <summary>A stored attribute is missing or is not what its field declares: it is not guessed at.</summary>
public sealed class ItemDecodeException : TypedTableException
{
    internal ItemDecodeException(string? table, string field, string expected, string found, string? key = null)
        : base(
            "ItemDecodeError",
            $"field '{field}' should hold {expected}, but holds {Cut(found)}. Correct the stored item, or the "
            + "declaration.")
    {
        Table = table;
        Key = key;
        Field = field;
        Expected = expected;
        Found = Cut(found);
    }

    /// <summary>
    /// Which item: the key as it is stored, such as <c>wallet = 'a', number = '1'</c>. Null of a record, and of a piece
    /// of an item.
    /// </summary>
    public string? Key { get; }

    private protected override string Item => Key is null ? "" : $", item {Key}";
}

/// <summary>A table's declaration contradicts itself. Thrown while it is declared, before any call.</summary>
public sealed class TableDeclarationException : TypedTableException
{
    internal TableDeclarationException(string? table, string? field, string expected, string found)
        : base("TableDeclarationError", $"{(field is null ? "the declaration" : $"field '{field}'")} needs {expected}, but has {Cut(found)}.")
    {
        Table = table;
        Field = field;
        Expected = expected;
        Found = Cut(found);
    }
}

/// <summary>A call to DynamoDB failed, or had no answer.</summary>
public sealed class TableOperationException : TypedTableException
{
    /// <summary>The code of a call that was never answered: the service could not be reached, or not in time.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary>The code of a call whose answer could not be understood: cut off, garbled, too long or no JSON. A write may have taken effect.</summary>
    public const string BadReply = "BadReply";

    /// <summary>
    /// The code of a conditional write whose first answer was lost, and whose condition did not hold when it was sent again: perhaps it
    /// was lost to somebody else, perhaps to itself. Read the item to know.
    /// </summary>
    public const string OutcomeUnknown = "OutcomeUnknown";

    /// <summary>
    /// The code of an update without a condition that would have made a number which its field cannot hold, such as one
    /// of more than 64 bits. Nothing was changed.
    /// </summary>
    public const string NumberOutOfRange = "NumberOutOfRange";

    /// <summary>
    /// The code of a call that cannot be signed, for want of AWS credentials. Retryable where their source may answer
    /// later; not where something is set that cannot work, which the message names.
    /// </summary>
    public const string NoCredentials = "NoCredentials";

    /// <summary>
    /// The code of a client that cannot be made: endpoint, region or account mode in the environment or a profile
    /// cannot be used.
    /// </summary>
    public const string Misconfigured = "Misconfigured";

    internal TableOperationException(string operation, string code, string message, bool isRetryable, string? requestId = null, Exception? inner = null)
        : base(code, $"{operation} failed{(requestId is null ? "" : $" (request {requestId})")}: {message}", inner)
    {
        Operation = operation;
        Words = message;
        IsRetryable = isRetryable;
        RequestId = requestId;
    }

    /// <summary>DynamoDB's name of the operation, such as <c>UpdateItem</c>.</summary>
    public string Operation { get; }

    /// <summary>The service's id of the request, where it answered.</summary>
    public string? RequestId { get; }

    /// <inheritdoc/>
    public override bool IsRetryable { get; }

    /// <summary>The message without its surroundings.</summary>
    internal string Words { get; }

    /// <summary>
    /// Of a cancelled write transaction, every action that was not let through, each with its reason and, where its
    /// condition was lost, with its item; none of every other error.
    /// </summary>
    public IReadOnlyList<TransactRefusal> Refusals { get; internal init; } = [];
}
