namespace TypedTables.Wire;

/// <summary>
/// What a status of HTTP says of an error, whoever answered with it and whether or not it has a name.
/// </summary>
internal static class RetryStatus
{
    private const int RequestTimeout = 408;
    private const int TooManyRequests = 429;

    /// <summary>Whether the same call may succeed later.</summary>
    public static bool IsPassing(int status) => status is RequestTimeout or TooManyRequests or >= 500;

    /// <summary>
    /// Whether it is open after it whether the request was carried out. Of too many requests, none of them was.
    /// </summary>
    public static bool IsOpen(int status) => status is RequestTimeout or >= 500;

    /// <summary>Whether the request was turned away before anything was done with it.</summary>
    public static bool IsTurnedAway(int status) => status == TooManyRequests;
}
