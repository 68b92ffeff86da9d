using System.ComponentModel.DataAnnotations;

namespace Wallet.Worker.Settings;

/// <summary>How the worker behaves. Section <c>Worker</c>.</summary>
internal sealed class WorkerSettings
{
    /// <summary>How often a message that others got in the way of is tried again at once, milliseconds apart, 0 to 20. Default 3.</summary>
    [Range(0, 20, ErrorMessage = "a number from 0 to 20")]
    public int RetriesMax { get; set; } = 3;

    /// <summary>
    /// After how many seconds, each time, a message whose failure may pass is delivered again before it is parked: up to 10 whole numbers
    /// from 1 to 86400 with commas between them, or nothing. Default <c>1,5,30,120,600</c>: 12 minutes and 36 seconds in all.
    /// </summary>
    [DelaysInSeconds(ErrorMessage = "up to 10 whole numbers from 1 to 86400 with commas between them, or nothing")]
    public string RedeliveryDelaysSeconds { get; set; } = "1,5,30,120,600";

    /// <summary>The delays, in the order in which they are waited for.</summary>
    internal IReadOnlyList<int> RedeliveryDelays => DelaysInSecondsAttribute.Parse(RedeliveryDelaysSeconds) ?? [];

    /// <summary>How many days operations are remembered, 0 to 3650; 0 is forever. Default 7. A repeat that comes later is a new operation.</summary>
    [Range(0, 3650, ErrorMessage = "a number of days from 0 to 3650")]
    public int OperationRetentionDays { get; set; } = 7;

    /// <summary>How long a stop may take, in seconds, 5 to 300. Default 30. Messages not done by then are delivered again later.</summary>
    [Range(5, 300, ErrorMessage = "a number of seconds from 5 to 300")]
    public int ShutdownTimeoutSeconds { get; set; } = 30;

    /// <summary>How often the worker tells what it does, in seconds, 0 to 300; 0 is never. Default 5. Message <c>WorkerPulse</c>.</summary>
    [Range(0, 300, ErrorMessage = "a number of seconds from 0 to 300")]
    public int PulseSeconds { get; set; } = 5;
}

/// <summary>How the worker tells whether it is ready. Section <c>Health</c>.</summary>
internal sealed class HealthSettings
{
    /// <summary>A file that exists while the worker is ready, for probes. Default empty: no file.</summary>
    [OptionalFile(ErrorMessage = "a file in a folder that exists, or nothing")]
    public string File { get; set; } = "";

    /// <summary>How often readiness is looked at, in seconds, 1 to 60. Default 1.</summary>
    [Range(1, 60, ErrorMessage = "a number of seconds from 1 to 60")]
    public int PeriodSeconds { get; set; } = 1;

    /// <summary>How often the broker is asked whether every queue has a consumer, in seconds, 1 to 300. Default 5.</summary>
    [Range(1, 300, ErrorMessage = "a number of seconds from 1 to 300")]
    public int QueuesSeconds { get; set; } = 5;

    /// <summary>A port on which probes are answered over HTTP, at <c>/health/live</c> and <c>/health/ready</c>, 0 to 65535; 0 is none. Default 0.</summary>
    [Range(0, 65535, ErrorMessage = "a port from 1 to 65535, or 0 for none")]
    public int Port { get; set; }
}
