namespace TypedTables;

/// <summary>
/// For a codec to say that DynamoDB cannot hold a value. It becomes an <see cref="ItemEncodeException"/> that names
/// table and field.
/// </summary>
/// <param name="found">The value and what is wrong with it, in words: <c>an empty set, which DynamoDB does not
/// store</c>.</param>
public sealed class NotStorableException(string found) : ArgumentException(found);
