using System.Globalization;
using System.Text.Json;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>The fields of a request's body, JSON or form, read strictly: every field at fault is named, and nothing is rounded or guessed.</summary>
/// <remarks>As on the bus: names in any case, integers as number or string, unknown fields ignored, null as good as absent.</remarks>
internal sealed class RequestFields
{
    private const int DepthMax = 8;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    private RequestFields()
    {
    }

    /// <summary>Whether the body is JSON rather than a form.</summary>
    public bool IsJson { get; private init; }

    /// <exception cref="ProblemException">The body is neither JSON nor a form, or cannot be read.</exception>
    public static async Task<RequestFields> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
            return await ReadFormAsync(request);
        if (request.HasJsonContentType())
            return await ReadJsonAsync(request);
        throw new ProblemException(Problems.UnsupportedMediaType(request.ContentType is { } type ? Shown.Of(type) : null));
    }

    /// <summary>A 64-bit integer that must be there.</summary>
    public long Int64(string name, string what)
    {
        if (!_values.TryGetValue(name, out var text))
            _faults.Add($"{name} is missing. Send {what}.");
        else if (TryParse(text, out var value))
            return value;
        else
            _faults.Add($"{name} is {Shown.Of(text)}. Send {what}: a whole number from {long.MinValue} to {long.MaxValue}.");
        return 0;
    }

    /// <summary>A 64-bit integer, 0 or more, that may be left out.</summary>
    public long? OptionalCount(string name)
    {
        if (!_values.TryGetValue(name, out var text))
            return null;
        if (TryParse(text, out var value) && value >= 0)
            return value;
        _faults.Add($"{name} is {Shown.Of(text)}. Send a whole number, 0 or more, or leave it out.");
        return null;
    }

    /// <summary>A wallet's id that must be there.</summary>
    public Guid WalletId(string name)
    {
        if (!_values.TryGetValue(name, out var text))
            _faults.Add($"{name} is missing. Send a wallet's UUID.");
        else if (!WalletIds.TryParse(text, out var id))
            _faults.Add($"{name} is {Shown.Of(text)}. Send {WalletIds.Expected}.");
        else
            return id;
        return Guid.Empty;
    }

    /// <summary>Notes a fault of what was read, unless there are others: it may only follow from them.</summary>
    public void Require(bool holds, string fault)
    {
        if (!holds && _faults.Count == 0)
            _faults.Add(fault);
    }

    /// <exception cref="ProblemException">Some field is at fault; all of them are named.</exception>
    public void ThrowIfAnyIsWrong()
    {
        if (_faults.Count > 0)
            throw new ProblemException(Problems.InvalidRequest(string.Join(" ", _faults)));
    }

    private static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && text[0] != '+';

    private static async Task<RequestFields> ReadFormAsync(HttpRequest request)
    {
        var fields = new RequestFields();
        try
        {
            foreach (var (name, values) in await request.ReadFormAsync(request.HttpContext.RequestAborted))
                fields.Add(name, values.Count, values.ToString().Trim()); // Blanks around are dropped, as the example of 2015 did.
        }
        catch (InvalidDataException error)
        {
            throw new ProblemException(Problems.InvalidRequest($"The form cannot be read: {error.Message}"));
        }

        return fields;
    }

    private static async Task<RequestFields> ReadJsonAsync(HttpRequest request)
    {
        var fields = new RequestFields { IsJson = true };
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = DepthMax }, request.HttpContext.RequestAborted);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ProblemException(Problems.InvalidRequest($"The body is {Shown.Of(document.RootElement.GetRawText())}. Send a JSON object."));

            foreach (var group in document.RootElement.EnumerateObject().GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase))
            {
                var value = group.First().Value;
                if (value.ValueKind != JsonValueKind.Null || group.Count() > 1)
                    fields.Add(group.Key, group.Count(), value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name or a text that is not even Unicode, such as half a surrogate pair.
            throw new ProblemException(Problems.InvalidRequest("The body is not JSON that can be read. Send an object such as {\"balance\":123}."));
        }

        return fields;
    }

    private void Add(string name, int times, string text)
    {
        if (times > 1)
            _faults.Add($"{Shown.Of(name)} is there {times} times. Send it once.");
        _values[name] = text;
    }
}

/// <summary>Wallets' ids in addresses and bodies.</summary>
internal static class WalletIds
{
    public const string Expected = "a UUID such as 0b6f9c1e-6f0a-4f6e-9a54-5d1f0c6a7b21, not the all-zero one";

    public static bool TryParse(string text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;

    /// <exception cref="ProblemException">It is not a wallet's id.</exception>
    public static Guid Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new ProblemException(Problems.InvalidRequest($"The wallet's id is {Shown.Of(text)}. Send {Expected}."));
}
