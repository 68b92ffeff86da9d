using System.Globalization;
using System.Text.Json;

namespace Wallet.Cli.Parked;

/// <summary>The fields of a JSON object, found in any case, as the worker does.</summary>
internal sealed class MessageFields(JsonElement json)
{
    public static MessageFields None { get; } = new(default);

    public string? Text(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.String } text => Readable(() => text.GetString()),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>The first string of a list of strings.</summary>
    public string? FirstText(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().FirstOrDefault() is
            { ValueKind: JsonValueKind.String } first ? Readable(first.GetString) : null;

    public Guid? Id(string name) => Guid.TryParse(Text(name), out var id) ? id : null;

    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    public MessageFields Inner(string name) => Find(name) is { } inner ? new MessageFields(inner) : None;

    /// <summary>The users whose wallets the message names.</summary>
    public IReadOnlyList<Guid> Wallets => [.. new[] { Id("userId"), Id("from"), Id("to") }.OfType<Guid>()];

    private JsonElement? Find(string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var field in json.EnumerateObject())
        {
            if (string.Equals(Readable(() => field.Name), name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }

        return null;
    }

    /// <summary>JSON text may be invalid in .NET: an unpaired surrogate, or bytes that are not UTF-8.</summary>
    private static string? Readable(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
