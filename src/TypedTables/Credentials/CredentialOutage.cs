using Microsoft.Extensions.Logging;

namespace TypedTables.Credentials;

/// <summary>
/// Says when a source of credentials begins to fail, now and then while it lasts, and when it is over. For one caller
/// at a time.
/// </summary>
internal sealed class CredentialOutage(TimeProvider clock, ILogger logger)
{
    internal static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private DateTimeOffset _beganAt;
    private DateTimeOffset _saidAt;

    /// <summary>What it last failed with; null while it does not.</summary>
    public TableOperationException? Error { get; private set; }

    public void Failed(TableOperationException error, SharedCredentials.Held? held)
    {
        var now = clock.GetUtcNow();
        Error = error;
        if (held is null && !error.IsRetryable)
            return; // It has never worked and cannot: whoever asked ends, and says so.
        var isFirst = _beganAt == default;
        if (isFirst)
            _beganAt = now;
        else if (now - _saidAt < ReminderPeriod)
            return;

        _saidAt = now;
        var goodUntil = held is { IsRefused: false } ? held.ExpiresAt?.ToString("u") ?? "they change" : "now";
        if (isFirst)
            logger.LogWarning(
                "AWS credentials cannot be renewed; those at hand are good until {GoodUntil}. It is tried again. "
                    + "{Fault}",
                goodUntil,
                error.Message);
        else
            logger.LogWarning(
                "AWS credentials cannot be renewed since {Began}; those at hand are good until {GoodUntil}. {Fault}",
                _beganAt.ToString("u"),
                goodUntil,
                error.Message);
    }

    public void Over(string source)
    {
        Error = null;
        if (_beganAt == default)
            return;
        logger.LogInformation(
            "AWS credentials are renewed again, by {Source}, after {Seconds:0} s.",
            source,
            (clock.GetUtcNow() - _beganAt).TotalSeconds);
        _beganAt = default;
    }
}
