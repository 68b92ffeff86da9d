using System.ComponentModel.DataAnnotations;

namespace Wallet.Gateway.Settings;

/// <summary>
/// How the gateway behaves. Section <c>Gateway</c>. The addresses that it listens on are ASP.NET's own setting:
/// <c>ASPNETCORE_URLS</c> or <c>--urls</c>.
/// </summary>
internal sealed class GatewaySettings
{
    /// <summary>How long to wait for a worker's response. After that the status is 504.</summary>
    [Range(100, 60_000, ErrorMessage = "a number of milliseconds from 100 to 60000")]
    public int AnswerTimeoutMs { get; set; } = 10_000;

    /// <summary>How many requests may wait for a response at once. Further ones get 503 at once.</summary>
    [Range(1, 10_000, ErrorMessage = "a number from 1 to 10000")]
    public int RequestsMax { get; set; } = 256;

    /// <summary>How many event streams may be open at once. Further ones get 503.</summary>
    [Range(0, 10_000, ErrorMessage = "a number from 0 to 10000")]
    public int StreamsMax { get; set; } = 100;

    /// <summary>The maximum length of a request's body. Longer ones get 413.</summary>
    [Range(256, 1_048_576, ErrorMessage = "a number of bytes from 256 to 1048576")]
    public int BodyBytesMax { get; set; } = 4096;

    /// <summary>How long a stop of the gateway may take. Requests in progress are finished meanwhile.</summary>
    [Range(5, 300, ErrorMessage = "a number of seconds from 5 to 300")]
    public int ShutdownTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Origins of other sites' pages that may write. For <see href="http.md#behind-a-proxy">a proxy that rewrites</see>
    /// <c>Host</c>.
    /// </summary>
    [Origins(ErrorMessage = "origins such as https://wallet.example.com, with semicolons between them, or nothing")]
    public string AllowedOrigins { get; set; } = "";
}
