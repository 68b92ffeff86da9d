using System.Text;

namespace TypedTables.Wire;

/// <summary>The <c>X-Amz-Target</c> header of one operation.</summary>
internal sealed class WireTarget
{
    private static readonly WireTarget GetItem = new("GetItem");
    private static readonly WireTarget PutItem = new("PutItem");
    private static readonly WireTarget UpdateItem = new("UpdateItem");
    private static readonly WireTarget DeleteItem = new("DeleteItem");
    private static readonly WireTarget Query = new("Query");
    private static readonly WireTarget Scan = new("Scan");
    private static readonly WireTarget BatchGetItem = new("BatchGetItem");
    private static readonly WireTarget BatchWriteItem = new("BatchWriteItem");
    private static readonly WireTarget TransactGetItems = new("TransactGetItems");
    private static readonly WireTarget TransactWriteItems = new("TransactWriteItems");

    private readonly byte[] _utf8;

    private WireTarget(string operation)
    {
        Operation = operation;
        Text = "DynamoDB_20120810." + operation;
        _utf8 = Encoding.ASCII.GetBytes(Text);
    }

    /// <summary>The operation, such as <c>GetItem</c>.</summary>
    public string Operation { get; }

    /// <summary>The header's value.</summary>
    public string Text { get; }

    /// <summary>The header's value in UTF-8, for the signature.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <exception cref="ArgumentOutOfRangeException">The operation is none of the ten.</exception>
    public static WireTarget ForOperation(string operation) => operation switch
    {
        "GetItem" => GetItem,
        "PutItem" => PutItem,
        "UpdateItem" => UpdateItem,
        "DeleteItem" => DeleteItem,
        "Query" => Query,
        "Scan" => Scan,
        "BatchGetItem" => BatchGetItem,
        "BatchWriteItem" => BatchWriteItem,
        "TransactGetItems" => TransactGetItems,
        "TransactWriteItems" => TransactWriteItems,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "This wire does not make such calls."),
    };
}
