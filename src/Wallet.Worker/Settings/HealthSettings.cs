using System.ComponentModel.DataAnnotations;
using Wallet.Hosting.Settings;

namespace Wallet.Worker.Settings;

/// <summary>How the worker reports whether it is ready. Section <c>Health</c>.</summary>
internal sealed class HealthSettings
{
    /// <summary>A file that exists while the worker is ready, for probes. Default empty: no file.</summary>
    [OptionalFile(ErrorMessage = "a file in a folder that exists, or nothing")]
    public string File { get; set; } = "";

    /// <summary>How often readiness is checked, in seconds, 1 to 60. Default 1.</summary>
    [Range(1, 60, ErrorMessage = "a number of seconds from 1 to 60")]
    public int PeriodSeconds { get; set; } = 1;

    /// <summary>
    /// How often to ask the broker whether every queue has a consumer, in seconds, 1 to 300. Default 5.
    /// </summary>
    [Range(1, 300, ErrorMessage = "a number of seconds from 1 to 300")]
    public int QueuesSeconds { get; set; } = 5;

    /// <summary>
    /// The port for HTTP probes, <c>/health/live</c> and <c>/health/ready</c>, 0 to 65535; 0 for none. Default 0.
    /// </summary>
    [Range(0, 65535, ErrorMessage = "a port from 1 to 65535, or 0 for none")]
    public int Port { get; set; }
}
