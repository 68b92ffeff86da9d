using Microsoft.Extensions.Logging;

namespace TypedTables.Credentials;

/// <summary>
/// Logs when a credential source begins to fail, again at intervals while it lasts, and when it is over. Not
/// thread-safe.
/// </summary>
internal sealed class CredentialOutage(TimeProvider clock, ILogger logger)
{
    internal static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _beganAt;
    private long _began;
    private long _said;

    /// <summary>The latest error; null while the source works.</summary>
    public TableOperationException? Error { get; private set; }

    public void Failed(TableOperationException error, HeldCredentials? held)
    {
        Error = error;
        if (held is null && !error.IsRetryable)
            return; // It has never worked and never will: the caller fails and reports it.
        var isFirst = _beganAt is null;
        if (isFirst)
            (_beganAt, _began) = (clock.GetUtcNow(), clock.GetTimestamp());
        else if (clock.GetElapsedTime(_said) < ReminderPeriod)
            return;

        _said = clock.GetTimestamp();
        var atHand = held switch
        {
            null => "none are at hand",
            { IsRefused: true } => "the service refuses those at hand",
            { ExpiresAt: null } => "those at hand name no end",
            { MayOutlast: true } when held.HasEnded(clock) =>
                $"those at hand ended {held.ExpiresAt:u} and are used until the service refuses them",
            _ when held.HasEnded(clock) => $"those at hand ended {held.ExpiresAt:u}",
            _ => $"those at hand are good until {held.ExpiresAt:u}",
        };
        if (isFirst)
            logger.LogWarning(
                new EventId(1101, "CredentialsOutage"),
                "AWS credentials cannot be renewed; {AtHand}. It is tried again. {Fault}",
                atHand,
                error.Message);
        else
            logger.LogWarning(
                new EventId(1102, "CredentialsStillOut"),
                "AWS credentials cannot be renewed since {Began:u}; {AtHand}. {Fault}",
                _beganAt,
                atHand,
                error.Message);
    }

    public void Over(string source)
    {
        Error = null;
        if (_beganAt is null)
            return;
        logger.LogInformation(
            new EventId(1103, "CredentialsRenewed"),
            "AWS credentials are renewed again, by {Source}, after {Seconds:0} s.",
            source,
            clock.GetElapsedTime(_began).TotalSeconds);
        _beganAt = null;
    }
}
