namespace TypedTables.Wire;

/// <summary>What an HTTP status says about an error, whoever sent it and whether or not it has a code.</summary>
internal static class RetryStatus
{
    private const int RequestTimeout = 408;
    private const int TooManyRequests = 429;

    /// <summary>Whether the same call may succeed later.</summary>
    public static bool IsTransient(int status) => status is RequestTimeout or TooManyRequests or >= 500;

    /// <summary>Whether the request may have been carried out. After "too many requests" it has not been.</summary>
    public static bool IsOutcomeUnknown(int status) => status is RequestTimeout or >= 500;

    /// <summary>Whether the request was rejected before any work was done.</summary>
    public static bool IsRejected(int status) => status == TooManyRequests;
}
