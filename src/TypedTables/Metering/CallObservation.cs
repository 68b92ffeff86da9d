using System.Diagnostics;
using TypedTables.Wire;

namespace TypedTables.Metering;

/// <summary>
/// Reports each call as an activity of the source <c>TypedTables</c>, and measures its duration and retries. Never
/// reports keys or values.
/// </summary>
internal static class CallObservation
{
    private static readonly ActivitySource Source = new(TableMeters.Name);

    /// <summary>Whether anything listens. If not, calls bypass this class.</summary>
    public static bool IsEnabled => Source.HasListeners() || TableMeters.CallDuration.Enabled;

    /// <summary>Makes a call and reports it.</summary>
    public static async Task<WireReply> ObserveAsync(string operation, string? table, Func<Task<WireReply>> call)
    {
        using var activity = Source.HasListeners()
            ? Source.StartActivity($"{operation} {table}", ActivityKind.Client)
            : null;
        activity
            ?.SetTag("db.system.name", "aws.dynamodb")
            .SetTag("db.operation.name", operation)
            .SetTag("db.collection.name", table)
            .SetTag("typedtables.attempts", 1);
        var start = Stopwatch.GetTimestamp();
        var outcome = "ok";
        try
        {
            var reply = await call().ConfigureAwait(false);
            outcome = reply.ErrorCode switch
            {
                null => "ok",
                WireReply.ConditionLost => "condition lost",
                _ => "cancelled",
            };
            activity?.SetTag("aws.request_id", reply.RequestId);
            return reply;
        }
        catch (Exception error)
        {
            outcome = (error as TableOperationException)?.Code ?? error.GetType().Name;
            activity
                ?.SetTag("aws.request_id", (error as TableOperationException)?.RequestId)
                .SetTag("error.type", outcome)
                .SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            activity?.SetTag("typedtables.outcome", outcome);
            TableMeters.CallDuration.Record(
                Stopwatch.GetElapsedTime(start).TotalSeconds,
                new("operation", operation),
                new("table", table),
                new("outcome", outcome)
            );
        }
    }

    /// <summary>Reports that the current call is about to be retried.</summary>
    public static void Retried(string operation, int attempts, string code)
    {
        TableMeters.Retries.Add(1, new("operation", operation), new("code", code));
        if (Activity.Current is not { } current || current.Source != Source)
            return;

        current.SetTag("typedtables.attempts", attempts + 1);
        current.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["code"] = code }));
    }
}
