using System.ComponentModel.DataAnnotations;
using Wallet.Hosting.Settings;

namespace Wallet.Worker.Settings;

/// <summary>How the worker behaves. Section <c>Worker</c>.</summary>
internal sealed class WorkerSettings
{
    /// <summary>How often a message that lost against other writers is retried at once, milliseconds apart.</summary>
    [Range(0, 20, ErrorMessage = "a number from 0 to 20")]
    public int RetriesMax { get; set; } = 3;

    /// <summary>
    /// The delays, in seconds, after which a message with a transient failure is delivered again, before it is parked.
    /// The default takes 12 minutes and 36 seconds in all.
    /// </summary>
    [DelaysInSeconds(ErrorMessage = "up to 10 whole numbers from 1 to 86400 with commas between them, or nothing")]
    public string RedeliveryDelaysSeconds { get; set; } = "1,5,30,120,600";

    /// <summary>The delays in order.</summary>
    internal IReadOnlyList<int> RedeliveryDelays => DelaysInSecondsAttribute.Parse(RedeliveryDelaysSeconds) ?? [];

    /// <summary>
    /// How many days operations are remembered; 0 for ever. A later repeat counts as a new operation.
    /// </summary>
    [Range(0, 3650, ErrorMessage = "a number of days from 0 to 3650")]
    public int OperationRetentionDays { get; set; } = 7;

    /// <summary>How long a stop may take. Unfinished messages are delivered again later.</summary>
    [Range(5, 300, ErrorMessage = "a number of seconds from 5 to 300")]
    public int ShutdownTimeoutSeconds { get; set; } = 30;

    /// <summary>How often the worker publishes a <c>WorkerPulse</c> message; 0 for never.</summary>
    [Range(0, 300, ErrorMessage = "a number of seconds from 0 to 300")]
    public int PulseSeconds { get; set; } = 5;
}
