using System.Text.Json;
using TypedTables.Codecs;
using TypedTables.Wire;

namespace TypedTables.Metering;

/// <summary>What one call consumed of one table.</summary>
/// <param name="Operation">The operation, such as <c>GetItem</c>.</param>
/// <param name="Table">The table's name in DynamoDB.</param>
/// <param name="Units">Capacity units, its indexes included. Reads of 4 KB and writes of 1 KB are a unit; eventual
/// consistency halves, transactions double.</param>
public sealed record ConsumedCapacity(string Operation, string Table, double Units);
