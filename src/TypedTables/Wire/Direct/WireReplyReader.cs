using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using TypedTables.Json;
using TypedTables.Wire.Direct.Http;

namespace TypedTables.Wire.Direct;

/// <summary>Turns an HTTP response into a reply: checks that it is complete JSON, and extracts the error.</summary>
internal static class WireReplyReader
{
    /// <param name="answer">The response.</param>
    /// <param name="source">The connection that it came from.</param>
    /// <exception cref="BadReplyException">
    /// The response was damaged, or is not DynamoDB's. Its memory has been returned to the pool.
    /// </exception>
    public static WireReply Read(HttpReply answer, IReplySource? source)
    {
        try
        {
            var json = answer.Body;
            if (answer["x-amz-crc32"] is { Length: > 0 } checksum)
                RequireChecksum(checksum, json.Span);

            var requestId = answer["x-amzn-RequestId"] is { Length: > 0 } id ? id : null;
            if (!answer.IsSuccess)
                return Error(answer, json, requestId, source);
            if (!IsObject(json.Span))
                throw new BadReplyException(
                    $"the answer of HTTP {answer.Status} is not the JSON of an object, but {json.Length} bytes of "
                    + "something else");
            return new WireReply { Json = json, RequestId = requestId, Source = source, Memory = answer.Memory };
        }
        catch
        {
            answer.Memory.Dispose();
            throw;
        }
    }

    private static void RequireChecksum(string sent, ReadOnlySpan<byte> bytes)
    {
        var found = Crc32.HashToUInt32(bytes);
        if (!uint.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var expected)
            || expected != found)
            throw new BadReplyException($"the answer's checksum is {found}, and should be {sent}");
    }

    private static bool IsObject(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, JsonLimits.Reader);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read())
            {
                // parsing it is the check
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static WireReply Error(HttpReply answer, ReadOnlyMemory<byte> json, string? requestId, IReplySource? source)
    {
        var status = answer.Status;
        string? code = null;
        string? message = null;
        var isObject = IsObject(json.Span);
        if (isObject)
            FindError(json.Span, out code, out message);

        code ??= CodeOf(answer["x-amzn-ErrorType"] ?? "");
        // Never empty: an error without a code, such as a proxy's page, must not be taken for a success.
        code ??= FormattableString.Invariant($"HTTP {status}");
        return new WireReply
        {
            Json = isObject ? json : "{}"u8.ToArray(),
            RequestId = requestId,
            Source = source,
            ErrorCode = code,
            ErrorMessage = message ?? $"HTTP {status}, without words",
            IsRetryable = RetryStatus.IsTransient(status) || RetryCodes.Transient.Contains(code),
            IsServerError = RetryStatus.IsOutcomeUnknown(status),
            IsRejected = RetryStatus.IsRejected(status),
            ServicesTime = TimeIn(answer["Date"]),
            Memory = answer.Memory,
        };
    }

    private static DateTimeOffset? TimeIn(string? date) =>
        DateTimeOffset.TryParseExact(
            date,
            "r",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;

    /// <summary>
    /// Extracts the code, which stands between a hash sign and a colon:
    /// <c>com.amazonaws.dynamodb.v20120810#ThrottlingException:http://…</c>.
    /// </summary>
    private static string? CodeOf(string type)
    {
        var code = type.Split(':')[0].Trim();
        return code[(code.LastIndexOf('#') + 1)..] is { Length: > 0 } tail ? tail : null;
    }

    /// <summary>Finds the code, in <c>__type</c> or else in <c>code</c>, and the message.</summary>
    private static void FindError(ReadOnlySpan<byte> json, out string? code, out string? message)
    {
        (code, message) = (null, null);
        var reader = new Utf8JsonReader(json, JsonLimits.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = AttributeJson.IsText(ref reader, "__type"u8);
            var isCode = AttributeJson.IsText(ref reader, "code"u8) || AttributeJson.IsText(ref reader, "Code"u8);
            var isMessage = AttributeJson.IsText(ref reader, "message"u8)
                || AttributeJson.IsText(ref reader, "Message"u8);
            reader.Read();
            if (isType)
                code = CodeOf(TextOf(ref reader) ?? "") ?? code;
            else if (isCode)
                code ??= CodeOf(TextOf(ref reader) ?? "");
            else if (isMessage)
                message = TextOf(ref reader) ?? message;
            reader.Skip();
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && AttributeJson.TryGetString(ref reader, out var text) ? text : null;
}
