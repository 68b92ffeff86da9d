using System.Runtime.InteropServices;
using System.Text.Json;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>Reads the reasons of a cancelled transaction.</summary>
internal static class CancellationReasons
{
    /// <summary>The reasons, one for each action, in order; empty if the service gave none.</summary>
    public static IReadOnlyList<JsonElement> ReasonsOf(JsonDocument reply) =>
        reply.RootElement.TryGetProperty("CancellationReasons", out var reasons) ? [.. reasons.EnumerateArray()] : [];

    /// <summary>The code of the reason that an action was refused for; null if it was not refused.</summary>
    public static string? CodeOf(JsonElement reason) =>
        reason.TryGetProperty("Code", out var code) && code.GetString() is { } text && text != "None" ? text : null;

    /// <summary>The service's message for the reason, or null.</summary>
    public static string? MessageOf(JsonElement reason) =>
        reason.TryGetProperty("Message", out var words) ? words.GetString() : null;

    /// <summary>The item that came with the reason; empty if none did.</summary>
    public static byte[] ItemOf(JsonElement reason) =>
        reason.TryGetProperty("Item", out var item) && item.ValueKind == JsonValueKind.Object
            ? JsonMarshal.GetRawUtf8Value(item).ToArray()
            : [];

    /// <summary>The error of a write transaction that was cancelled for another reason than a lost condition.</summary>
    /// <param name="refusals">Every action that was refused.</param>
    /// <param name="reply">The reply.</param>
    public static TableOperationException ErrorOfWrite(IReadOnlyList<TransactRefusal> refusals, WireReply reply)
    {
        var others = refusals.Where(refusal => !refusal.IsConditionLost).ToList();
        var first = others.Find(refusal => !refusal.IsTransient) ?? others[0];
        var oneOf = refusals.Count == 1 ? "" : $", one of {refusals.Count} (see Refusals)";
        return new TableOperationException(
            "TransactWriteItems",
            first.Code,
            Describe(first.Index, first.Action.Verb, first.Message, oneOf),
            first.IsTransient,
            reply.RequestId)
        {
            Table = first.Action.Table,
            Refusals = refusals,
        };
    }

    /// <summary>The error of a read transaction.</summary>
    public static TableOperationException ErrorOfRead(int index, string table, JsonElement reason, WireReply reply)
    {
        var code = CodeOf(reason)!;
        var isTransient = TransactRefusal.IsTransientCode(code);
        return new TableOperationException(
            "TransactGetItems",
            code,
            Describe(index, "Get", MessageOf(reason)),
            isTransient,
            reply.RequestId) { Table = table };
    }

    /// <summary>
    /// The error of a cancelled transaction whose reply has no reasons. Its message may list their codes, such as
    /// <c>[None, TransactionConflict]</c>: if all of them are transient, so is the error.
    /// </summary>
    public static TableOperationException ErrorWithoutReasons(string operation, string table, WireReply reply)
    {
        var words = reply.ErrorMessage ?? "no message";
        var isRetryable = reply.IsRetryable || AreAllTransient(words);
        return new(operation, reply.ErrorCode!, words, isRetryable, reply.RequestId) { Table = table };
    }

    private static bool AreAllTransient(string words)
    {
        var (start, end) = (words.LastIndexOf('['), words.LastIndexOf(']'));
        if (start < 0 || end < start)
            return false;

        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var codes = words[(start + 1)..end].Split(',', Trimmed).Where(code => code != "None").ToList();
        return codes.Count > 0 && codes.TrueForAll(TransactRefusal.IsTransientCode);
    }

    private static string Describe(int index, string verb, string? message, string oneOf = "") =>
        $"action {index} ({verb}) was cancelled{oneOf}. {message}";
}
