using System.Collections.Concurrent;

namespace Wallet.Cli.Load;

/// <summary>How much to send, and how fast.</summary>
/// <param name="Rate">Requests a second, sent when their time has come whatever has been answered; null sends the next
/// when an answer comes.</param>
/// <param name="Count">How many to send; null is no limit.</param>
/// <param name="Duration">How long to send; null is no limit.</param>
/// <param name="InFlight">How many may be unanswered at once.</param>
internal sealed record LoadPlan(double? Rate, long? Count, TimeSpan? Duration, int InFlight);
