namespace TypedTables;

/// <summary>A call to DynamoDB failed, or got no response.</summary>
public sealed class TableOperationException : TypedTableException
{
    /// <summary>The code of a call without a response: the service could not be reached, or not in time.</summary>
    public const string NoAnswer = "NoAnswer";

    /// <summary>
    /// The code of a call whose response is truncated, garbled, too long or not JSON. A write may have taken effect.
    /// </summary>
    public const string BadReply = "BadReply";

    /// <summary>
    /// The code of a conditional write whose first response was lost and whose condition did not hold in the retry.
    /// Either another writer was first, or the first attempt took effect: read the item to find out.
    /// </summary>
    public const string OutcomeUnknown = "OutcomeUnknown";

    /// <summary>
    /// The code of an update without a condition whose sum does not fit its field, such as one of more than 64 bits.
    /// Nothing was changed.
    /// </summary>
    public const string NumberOutOfRange = "NumberOutOfRange";

    /// <summary>
    /// The code of a call that cannot be signed because there are no AWS credentials. Retryable if their source may
    /// answer later; not if the configuration, which the message names, cannot work.
    /// </summary>
    public const string NoCredentials = "NoCredentials";

    /// <summary>
    /// The code of a client that cannot be created, because the environment or a profile has an unusable endpoint,
    /// region or account mode.
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
        BareMessage = message;
        IsRetryable = isRetryable;
        RequestId = requestId;
    }

    /// <summary>DynamoDB's name of the operation, such as <c>UpdateItem</c>.</summary>
    public string Operation { get; }

    /// <summary>The service's request id; null if there was no response.</summary>
    public string? RequestId { get; }

    /// <inheritdoc/>
    public override bool IsRetryable { get; }

    /// <summary>
    /// Whether the call met another one on an item. Reading and deciding again does better than the same call again.
    /// </summary>
    public bool IsConflict =>
        Code is DynamoDbErrors.TransactionConflict or DynamoDbErrors.TransactionConflictException;

    /// <summary>
    /// Whether the service does not know the caller: there are no credentials, or they are wrong or expired.
    /// </summary>
    public bool IsUnauthenticated => CredentialErrors.Unauthenticated.Contains(Code);

    /// <summary>The message without code, table and operation.</summary>
    internal string BareMessage { get; }

    /// <summary>
    /// For a cancelled write transaction, every refused action with its reason and, if its condition was lost, its
    /// item; otherwise empty.
    /// </summary>
    public IReadOnlyList<TransactRefusal> Refusals { get; internal init; } = [];
}
