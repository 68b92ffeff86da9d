namespace Wallet.Cli.Load;

/// <summary>How much to send, and how fast.</summary>
/// <param name="Rate">
/// Requests a second, sent on schedule whatever has been answered; null sends the next request after each response.
/// </param>
/// <param name="Count">How many to send; null for no limit.</param>
/// <param name="Duration">How long to send; null for no limit.</param>
/// <param name="InFlight">The maximum number of requests without a response.</param>
internal sealed record LoadPlan(double? Rate, long? Count, TimeSpan? Duration, int InFlight);
