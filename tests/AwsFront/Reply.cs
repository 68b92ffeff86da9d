using System.Text.Json;
using System.Text.Json.Nodes;

namespace Front;

/// <summary>What goes back to the caller: the engine's answer, or the front's in its place.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON in UTF-8.</param>
/// <param name="Checksum">The engine's CRC of the body; null where the front wrote or changed it.</param>
internal sealed record Reply(int Status, byte[] Body, string? Checksum = null)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public static Reply Of(int status, JsonNode body) => new(status, JsonSerializer.SerializeToUtf8Bytes(body));

    public JsonNode ToNode() => JsonNode.Parse(Body)!;

    /// <summary>The type of an error without its name space; null of a success.</summary>
    public string? ErrorType()
    {
        if (IsSuccess)
            return null;
        using var body = JsonDocument.Parse(Body);
        var type = body.RootElement.TryGetProperty("__type", out var name) ? name.GetString()! : "unknown";
        return type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }
}
