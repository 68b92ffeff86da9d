namespace TypedTables.Metering;

/// <summary>The capacity that one call consumed in one table.</summary>
/// <param name="Operation">The operation, such as <c>GetItem</c>.</param>
/// <param name="Table">The table's name in DynamoDB.</param>
/// <param name="Units">
/// Capacity units, indexes included. One unit is a read of 4 KB or a write of 1 KB; an eventually consistent read costs
/// half, a transaction twice as much.
/// </param>
public sealed record ConsumedCapacity(string Operation, string Table, double Units);
