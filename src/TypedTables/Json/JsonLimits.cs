using System.Text.Json;

namespace TypedTables.Json;

/// <summary>
/// The maximum depth of JSON. DynamoDB nests attributes 32 levels deep, each with two braces, inside a few levels of
/// the response's own.
/// </summary>
internal static class JsonLimits
{
    private const int DepthMax = 128;

    public static readonly JsonReaderOptions Reader = new() { MaxDepth = DepthMax };

    public static readonly JsonDocumentOptions Document = new() { MaxDepth = DepthMax };
}
