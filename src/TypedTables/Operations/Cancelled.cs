using System.Text.Json;
using TypedTables.Wire;

namespace TypedTables;

/// <summary>What the service says of a cancelled transaction.</summary>
internal static class Cancelled
{
    /// <summary>The reasons, one for each action in its place; none where the service gave none.</summary>
    public static IReadOnlyList<JsonElement> ReasonsOf(JsonDocument reply) =>
        reply.RootElement.TryGetProperty("CancellationReasons", out var reasons) ? [.. reasons.EnumerateArray()] : [];

    /// <summary>Why an action was not let through; null where it was.</summary>
    public static string? CodeOf(JsonElement reason) =>
        reason.TryGetProperty("Code", out var code) && code.GetString() is { } text && text != "None" ? text : null;

    /// <summary>The error of an action that failed for another reason than its condition.</summary>
    public static TableOperationException ByAction(string operation, int index, string verb, string table, JsonElement reason, WireReply reply)
    {
        var code = CodeOf(reason)!;
        var message = reason.TryGetProperty("Message", out var words) ? words.GetString() : null;
        var isRetryable = code is "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded";
        return new TableOperationException(operation, code, $"action {index} ({verb}) was cancelled. {message}", isRetryable, reply.RequestId) { Table = table };
    }

    /// <summary>The error of a transaction that no action is to blame for.</summary>
    public static TableOperationException AsAWhole(string operation, string table, WireReply reply) =>
        new(operation, reply.ErrorCode!, reply.ErrorMessage ?? "no message", reply.IsRetryable, reply.RequestId) { Table = table };
}
