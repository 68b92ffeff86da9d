using System.Text.Json;
using System.Text.Unicode;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>
/// The fields of a request's body, JSON or form, read strictly: every field at fault is named, and nothing is rounded
/// or guessed.
/// </summary>
/// <remarks>
/// As on the bus ("One rule for both doors" in docs/messages.md): what nobody asks for is not looked at.
/// </remarks>
internal sealed class RequestFields
{
    /// <summary>How often each field is there, and what it is; null is as good as absent.</summary>
    private readonly Dictionary<string, (int Times, string? Text)> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    private RequestFields()
    {
    }

    /// <summary>Whether the body is JSON rather than a form.</summary>
    public bool IsJson { get; private init; }

    /// <exception cref="ProblemException">The body is neither JSON nor a form, or cannot be read.</exception>
    public static async Task<RequestFields> ReadAsync(HttpRequest request)
    {
        var isJson = request.HasJsonContentType();
        if (!isJson && !request.HasFormContentType)
            throw new ProblemException(Problems.UnsupportedMediaType(MediaTypes.Explanation(request)));

        MediaTypes.ThrowIfEncodedOtherwise(request);
        try
        {
            return isJson ? await ReadJsonAsync(request) : await ReadFormAsync(request);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            // A chunk's size that is no number that fits, a part that does not end: the client's, whatever reads it
            // calls it.
            throw new ProblemException(Problems.InvalidRequest(
                $"The body cannot be read: {error.Message} Send it as docs/http.md shows."));
        }
    }

    /// <summary>A 64-bit integer that must be there.</summary>
    public long Int64(string name, string what)
    {
        if (Find(name) is not { } text)
            _faults.Add($"{name} is missing. Send {what}.");
        else if (WholeNumbers.TryParse(text, out var value))
            return value;
        else
            _faults.Add(
                $"{name} is {Quoted.Text(text)}. Send {what}: a whole number from {long.MinValue} to {long.MaxValue}."
            );
        return 0;
    }

    /// <summary>A 64-bit integer, 0 or more, that may be left out.</summary>
    public long? OptionalCount(string name)
    {
        if (Find(name) is not { } text)
            return null;
        if (WholeNumbers.TryParse(text, out var value) && value >= 0)
            return value;
        _faults.Add($"{name} is {Quoted.Text(text)}. Send a whole number, 0 or more, or leave it out.");
        return null;
    }

    /// <summary>A wallet's id that must be there.</summary>
    public Guid WalletId(string name)
    {
        if (Find(name) is not { } text)
            _faults.Add($"{name} is missing. Send a wallet's UUID.");
        else if (!WalletIds.TryParse(text, out var id))
            _faults.Add($"{name} is {Quoted.Text(text)}. Send {WalletIds.Expected}.");
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

    /// <summary>Notes a fault where a field is there that would be taken for a condition that held.</summary>
    public void Refuse(string name, string why)
    {
        if (Find(name) is { } text)
            _faults.Add($"{name} is {Quoted.Text(text)}. {why}");
    }

    /// <exception cref="ProblemException">Some field is at fault; all of them are named.</exception>
    public void ThrowIfAnyIsWrong()
    {
        if (_faults.Count > 0)
            throw new ProblemException(Problems.InvalidRequest(string.Join(" ", _faults)));
    }

    private static async Task<RequestFields> ReadFormAsync(HttpRequest request)
    {
        var fields = new RequestFields();
        try
        {
            foreach (var (name, values) in await request.ReadFormAsync(request.HttpContext.RequestAborted))
            {
                // Blanks around are dropped, as the example of 2015 did.
                fields._values[name] = (values.Count, values.ToString().Trim());
            }
        }
        catch (InvalidDataException error)
        {
            throw new ProblemException(Problems.InvalidRequest(
                $"The form cannot be read: {error.Message} Send it as docs/http.md shows."));
        }

        return fields;
    }

    private static async Task<RequestFields> ReadJsonAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var json = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (!Utf8.IsValid(json.Span))
            throw new ProblemException(Problems.InvalidRequest("The body is not UTF-8. Send JSON in UTF-8."));

        var fields = new RequestFields { IsJson = true };
        try
        {
            var mark = "\uFEFF"u8;
            using var document = JsonDocument.Parse(json.Span.StartsWith(mark) ? json[mark.Length..] : json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ProblemException(
                    Problems.InvalidRequest(
                        $"The body is {Quoted.Text(document.RootElement.GetRawText())}. Send a JSON object."
                    )
                );

            foreach (var field in document.RootElement.EnumerateObject())
            {
                var (times, text) = fields._values.GetValueOrDefault(field.Name);
                fields._values[field.Name] = (times + 1, TextOf(field.Value) ?? text);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name that is not even Unicode, such as half a surrogate pair.
            throw new ProblemException(
                Problems.InvalidRequest(
                    "The body is not JSON that can be read. Send an object such as {\"balance\":123}."
                )
            );
        }

        return fields;
    }

    /// <summary>
    /// A value as text; as it stands there where it is text that is not even Unicode, such as half a surrogate pair.
    /// </summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String or JsonValueKind.Null
                ? value.GetString()
                : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    /// <summary>What a field is; null where it is not there. That it is there twice is noted as a fault.</summary>
    private string? Find(string name)
    {
        var (times, text) = _values.GetValueOrDefault(name);
        if (times > 1)
            _faults.Add($"{name} is there {times} times. Send it once.");
        return text;
    }
}
