using System.Text.Json;

namespace TypedTables.Json;

/// <summary>
/// How deep JSON may be: DynamoDB nests 32 levels, each of two braces, below a few of the answer itself.
/// </summary>
internal static class JsonLimits
{
    private const int DepthMax = 128;

    public static readonly JsonReaderOptions Reader = new() { MaxDepth = DepthMax };

    public static readonly JsonDocumentOptions Document = new() { MaxDepth = DepthMax };
}
