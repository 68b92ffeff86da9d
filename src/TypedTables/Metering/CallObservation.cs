using System.Diagnostics;
using TypedTables.Wire;

namespace TypedTables.Metering;

/// <summary>
/// What is told of a call to whoever listens: an activity of the source <c>TypedTables</c>, its duration and its
/// retries. No key and no value is.
/// </summary>
internal static class CallObservation
{
    private static readonly ActivitySource Source = new(TableMeters.Name);

    /// <summary>Whether anybody would hear it. If not, calls go their way as if this class were not there.</summary>
    public static bool IsListenedTo => Source.HasListeners() || TableMeters.CallDuration.Enabled;

    /// <summary>Makes a call, and tells of it.</summary>
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

    /// <summary>Tells that the call which is under way here is about to be made again.</summary>
    public static void Retried(string operation, int attempts, string code)
    {
        TableMeters.Retries.Add(1, new("operation", operation), new("code", code));
        if (Activity.Current is not { } current || current.Source != Source)
            return;

        current.SetTag("typedtables.attempts", attempts + 1);
        current.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["code"] = code }));
    }
}
