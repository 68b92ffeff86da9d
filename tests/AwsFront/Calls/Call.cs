using System.Text.Json;

namespace Front;

/// <summary>A request that has been read.</summary>
/// <param name="Operation">Such as <c>TransactWriteItems</c>.</param>
/// <param name="Region">What it is signed for.</param>
/// <param name="Date">Its header <c>X-Amz-Date</c>.</param>
/// <param name="Body">Its JSON, as it came.</param>
/// <param name="Json">The same, read.</param>
internal sealed record Call(string Operation, string Region, string Date, byte[] Body, JsonElement Json)
{
    public IReadOnlyList<Part> Parts { get; } = CallReader.PartsOf(Operation, Json);

    public bool IsTransaction => Operation is "TransactWriteItems" or "TransactGetItems";

    public bool IsRead => Operation is "GetItem" or "BatchGetItem" or "Query" or "Scan" or "TransactGetItems";

    public bool IsWrite =>
        Operation is "PutItem" or "UpdateItem" or "DeleteItem" or "BatchWriteItem" or "TransactWriteItems";
}
