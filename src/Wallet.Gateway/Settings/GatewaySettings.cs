using System.ComponentModel.DataAnnotations;

namespace Wallet.Gateway.Settings;

/// <summary>
/// How the gateway behaves. Section <c>Gateway</c>. Where it listens is ASP.NET's own setting: <c>ASPNETCORE_URLS</c>
/// or <c>--urls</c>.
/// </summary>
internal sealed class GatewaySettings
{
    /// <summary>
    /// How long a worker's answer is waited for, in milliseconds, 100 to 60000. Default 10000. After that the answer is
    /// 504.
    /// </summary>
    [Range(100, 60_000, ErrorMessage = "a number of milliseconds from 100 to 60000")]
    public int AnswerTimeoutMs { get; set; } = 10_000;

    /// <summary>
    /// How many requests may wait for an answer at once, 1 to 10000. Default 256. One more is answered with 503 at
    /// once.
    /// </summary>
    [Range(1, 10_000, ErrorMessage = "a number from 1 to 10000")]
    public int RequestsMax { get; set; } = 256;

    /// <summary>
    /// How many event streams may be open at once, 0 to 10000. Default 100. One more is answered with 503.
    /// </summary>
    [Range(0, 10_000, ErrorMessage = "a number from 0 to 10000")]
    public int StreamsMax { get; set; } = 100;

    /// <summary>
    /// How large a request's body may be, in bytes, 256 to 1048576. Default 4096. A larger one is answered with 413.
    /// </summary>
    [Range(256, 1_048_576, ErrorMessage = "a number of bytes from 256 to 1048576")]
    public int BodyBytesMax { get; set; } = 4096;

    /// <summary>
    /// How long a stop may take, in seconds, 5 to 300. Default 30. Requests under way are answered meanwhile.
    /// </summary>
    [Range(5, 300, ErrorMessage = "a number of seconds from 5 to 300")]
    public int ShutdownTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Origins of other pages than the gateway's own that may write, with semicolons between them; empty by default.
    /// For a proxy that rewrites Host.
    /// </summary>
    [Origins(ErrorMessage = "origins such as https://wallet.example.com, with semicolons between them, or nothing")]
    public string AllowedOrigins { get; set; } = "";
}
