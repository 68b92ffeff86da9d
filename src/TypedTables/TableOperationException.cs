namespace TypedTables;

/// <summary>A call to DynamoDB failed, or had no answer.</summary>
public sealed class TableOperationException : TypedTableException
{
    /// <summary>The code of a call that was never answered: the service could not be reached, or not in time.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary>
    /// The code of a call whose answer could not be understood: cut off, garbled, too long or no JSON. A write may have
    /// taken effect.
    /// </summary>
    public const string BadReply = "BadReply";

    /// <summary>
    /// The code of a conditional write whose first answer was lost, and whose condition did not hold when it was sent
    /// again: perhaps it was lost to somebody else, perhaps to itself. Read the item to know.
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

    internal TableOperationException(
        string operation,
        string code,
        string message,
        bool isRetryable,
        string? requestId = null,
        Exception? inner = null
    )
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
