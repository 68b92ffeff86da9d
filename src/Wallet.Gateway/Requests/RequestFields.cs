using System.Text.Json;
using System.Text.Unicode;
using Wallet.Gateway.Faults;

namespace Wallet.Gateway.Requests;

/// <summary>
/// Reads the fields of a request's body, JSON or form, strictly: every invalid field is named, and nothing is rounded
/// or guessed.
/// </summary>
/// <remarks>
/// The same rule as on the bus ("One rule for both doors" in docs/messages.md): unknown fields are ignored.
/// </remarks>
internal sealed class RequestFields
{
    /// <summary>How often each field occurs, and its value; null counts as absent.</summary>
    private readonly Dictionary<string, (int Times, string? Text)> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _faults = [];

    private RequestFields()
    {
    }

    /// <summary>Whether the body is JSON rather than a form.</summary>
    public bool IsJson { get; private init; }

    /// <exception cref="ProblemException">The body is neither JSON nor a form, or is malformed.</exception>
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
            // A chunk size that is invalid or too large, an unterminated part: the client's mistake, whatever the
            // exception's type.
            throw new ProblemException(Problems.InvalidRequest(
                $"The body cannot be read: {error.Message} Send it as docs/http.md shows."));
        }
    }

    /// <summary>Reads a required 64-bit integer.</summary>
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

    /// <summary>Reads an optional 64-bit integer, 0 or more.</summary>
    public long? OptionalCount(string name)
    {
        if (Find(name) is not { } text)
            return null;
        if (WholeNumbers.TryParse(text, out var value) && value >= 0)
            return value;
        _faults.Add($"{name} is {Quoted.Text(text)}. Send a whole number, 0 or more, or leave it out.");
        return null;
    }

    /// <summary>Reads a required wallet id.</summary>
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

    /// <summary>
    /// Adds a fault unless a condition holds, and unless there are other faults: it may only follow from them.
    /// </summary>
    public void Require(bool holds, string fault)
    {
        if (!holds && _faults.Count == 0)
            _faults.Add(fault);
    }

    /// <summary>Adds a fault if a field is present that its sender would believe to be a condition.</summary>
    public void Refuse(string name, string why)
    {
        if (Find(name) is { } text)
            _faults.Add($"{name} is {Quoted.Text(text)}. {why}");
    }

    /// <exception cref="ProblemException">Some fields are invalid; it names all of them.</exception>
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
                // Surrounding white space is dropped, as in the original example of 2015.
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
            // InvalidOperationException: a name that is not valid Unicode, such as an unpaired surrogate.
            throw new ProblemException(
                Problems.InvalidRequest(
                    "The body is not JSON that can be read. Send an object such as {\"balance\":123}."
                )
            );
        }

        return fields;
    }

    /// <summary>A value as text; unparsed if it is not valid Unicode, such as an unpaired surrogate.</summary>
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

    /// <summary>A field's value; null if it is absent. Adds a fault if it occurs twice.</summary>
    private string? Find(string name)
    {
        var (times, text) = _values.GetValueOrDefault(name);
        if (times > 1)
            _faults.Add($"{name} is there {times} times. Send it once.");
        return text;
    }
}
