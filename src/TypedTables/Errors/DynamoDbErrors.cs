namespace TypedTables;

/// <summary>
/// DynamoDB's codes of errors that a program decides by, in <see cref="TypedTableException.Code"/> and
/// <see cref="TransactRefusal.Code"/>. It has more of them; <see cref="Wire.RetryCodes"/> are those that pass.
/// </summary>
public static class DynamoDbErrors
{
    /// <summary>The caller is known, and its policy does not allow the call.</summary>
    public const string AccessDeniedException = nameof(AccessDeniedException);

    /// <summary>The condition of an action in a transaction did not hold.</summary>
    public const string ConditionalCheckFailed = nameof(ConditionalCheckFailed);

    /// <summary>The condition of a write did not hold.</summary>
    public const string ConditionalCheckFailedException = nameof(ConditionalCheckFailedException);

    /// <summary>An action of a transaction found no capacity, provisioned, on its partition.</summary>
    public const string ProvisionedThroughputExceeded = nameof(ProvisionedThroughputExceeded);

    /// <summary>The table is being created, changed or deleted, or is there already.</summary>
    public const string ResourceInUseException = nameof(ResourceInUseException);

    /// <summary>There is no such table, or it is still being created.</summary>
    public const string ResourceNotFoundException = nameof(ResourceNotFoundException);

    /// <summary>An action of a transaction found no capacity, on demand, on its partition.</summary>
    public const string ThrottlingError = nameof(ThrottlingError);

    /// <summary>Some action of a transaction did not go through; its reasons say which and why.</summary>
    public const string TransactionCanceledException = nameof(TransactionCanceledException);

    /// <summary>An action of a transaction met another call on its item.</summary>
    public const string TransactionConflict = nameof(TransactionConflict);

    /// <summary>A write of one item met a transaction on it.</summary>
    public const string TransactionConflictException = nameof(TransactionConflictException);

    /// <summary>The request is wrong, by itself or for this table.</summary>
    public const string ValidationException = nameof(ValidationException);
}
