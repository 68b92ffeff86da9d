using System.ComponentModel.DataAnnotations;
using Wallet.Hosting.Settings;

namespace Wallet.Worker.Settings;

/// <summary>How the worker reports whether it is ready. Section <c>Health</c>.</summary>
internal sealed class HealthSettings
{
    /// <summary>A file that exists while the worker is ready, for probes.</summary>
    [OptionalFile(ErrorMessage = "a file in a folder that exists, or nothing")]
    public string File { get; set; } = "";

    /// <summary>How often readiness is checked.</summary>
    [Range(1, 60, ErrorMessage = "a number of seconds from 1 to 60")]
    public int PeriodSeconds { get; set; } = 1;

    /// <summary>How often to ask the broker whether every queue has a consumer.</summary>
    [Range(1, 300, ErrorMessage = "a number of seconds from 1 to 300")]
    public int QueuesSeconds { get; set; } = 5;

    /// <summary>The port for HTTP probes, <c>/health/live</c> and <c>/health/ready</c>.</summary>
    [Range(0, 65535, ErrorMessage = "a port from 1 to 65535, or 0 for none")]
    public int Port { get; set; }
}
