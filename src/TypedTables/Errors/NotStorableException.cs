namespace TypedTables;

/// <summary>
/// Thrown by a codec if DynamoDB cannot hold a value. It becomes an <see cref="ItemEncodeException"/>, which adds table
/// and field.
/// </summary>
/// <param name="found">
/// The value and what is wrong with it, such as <c>an empty set, which DynamoDB does not store</c>.
/// </param>
public sealed class NotStorableException(string found) : ArgumentException(found);
